// Makes the tables of what stands against packages from all that the feeds say: they follow from them and hold nothing of their own.
import type { DatabaseSync } from 'node:sqlite';
import { familyOf } from '@suture/core/matching/families.ts';
import { STANDING_FAMILIES, standingOn } from '@suture/core/matching/standing.ts';
import { readerOf } from './database.ts';
import { packJudgements } from './judgement-rows.ts';
import { packStanding } from './standing-rows.ts';

/** Read together: releases of a distribution speak of the same vulnerabilities, so signals are read once for all. */
const NAMES_AT_ONCE = 100;

/**
 * To be called when every feed has been written, within no transaction. `isJudgedAnew`: whether any feed says other things
 * of packages than it did; what the judge says is then written anew, which holds no signals.
 */
export function deriveStandings(database: DatabaseSync, isJudgedAnew: boolean): void {
  const reader = readerOf(database);
  const ecosystems = database
    .prepare('select distinct ecosystem from candidate')
    .all()
    .map((row) => String(row['ecosystem']))
    .filter((ecosystem) => STANDING_FAMILIES.has(familyOf(ecosystem)));
  const names = database
    .prepare('select distinct name from candidate where ecosystem in (select value from json_each(?)) order by name')
    .all(JSON.stringify(ecosystems))
    .map((row) => String(row['name']));
  const insert = database.prepare('insert into standing (ecosystem, name, data) values (?, ?, ?)');
  const insertJudged = database.prepare('insert into judgement (ecosystem, name, data) values (?, ?, ?)');
  database.exec(`begin; delete from standing; ${isJudgedAnew ? 'delete from judgement' : ''}`);
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const some = names.slice(at, at + NAMES_AT_ONCE);
    const rows = ecosystems.flatMap((ecosystem) => {
      const candidates = reader.candidatesAmong(ecosystem, some);
      return some.flatMap((name) => {
        const lists = candidates(name);
        return lists.length === 0 ? [] : [{ ecosystem, name, standings: standingOn(ecosystem, lists) }];
      });
    });
    const judgements = rows.flatMap(({ standings = [] }) => standings.map(({ judgement }) => judgement));
    const signals = reader.signals([...new Set(judgements.map(({ id }) => id))]);
    const texts = reader.advisories([...new Set(judgements.flatMap(({ advisories }) => advisories))]);
    for (const { ecosystem, name, standings } of rows) {
      if (isJudgedAnew)
        insertJudged.run(ecosystem, name, standings === undefined ? null : (packJudgements(standings) ?? null));
      insert.run(ecosystem, name, standings === undefined ? null : packStanding(standings, signals, texts));
    }
  }
  database.exec('commit');
}
