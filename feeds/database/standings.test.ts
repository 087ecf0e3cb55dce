// Tests that what stands against packages follows from all feeds, and is made anew whichever of them changes.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { unpackFacts } from '@suture/core/risk/facts.ts';
import { makeSample } from '../sample/make.ts';
import { build, contentOf, temporaryDirectory } from './build.fixture.ts';
import { openDatabase } from './database.ts';
import { readJudgements } from './judgement-rows.ts';
import { type StandingGroup, readStanding } from './standing-rows.ts';
import { verifyDatabase } from './verify.ts';

const top = temporaryDirectory();
let from = top;
let db = top;
let run = 0;

beforeEach(() => {
  run += 1;
  from = path.join(top, `feeds-${run}`);
  db = path.join(top, `data-${run}`, 'advisories.db');
  makeSample(from);
});

/** All that stands against a version that is below every other. */
function standing(name: string, ecosystem = 'Debian:12'): readonly StandingGroup[] | undefined {
  const opened = openDatabase(db);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  try {
    return opened.database.standingAmong(ecosystem, [name])(name, () => true);
  } finally {
    opened.database.close();
  }
}

const told = (groups: readonly StandingGroup[] | undefined): readonly string[] =>
  (groups ?? []).flatMap(({ fixedVersion, state, classes }) =>
    classes.flatMap(({ ids, facts }) =>
      ids.split(' ').map((id) => `${id} ${state} ${fixedVersion} ${unpackFacts(facts).listed ? 'KEV' : ''}`),
    ),
  );

describe('what stands against packages', () => {
  it('is kept for every package that Debian speaks of, and for nothing else', async () => {
    await build({ db, from });
    const database = new DatabaseSync(db, { readOnly: true });
    const names = (table: string): readonly unknown[] =>
      database
        .prepare(`select distinct ecosystem, name from ${table} where ecosystem like 'Debian:%' order by 1, 2`)
        .all();
    expect(names('standing')).toEqual(names('candidate'));
    expect(names('judgement')).toEqual(names('candidate'));
    expect(names('standing').length).toBeGreaterThan(3);
    expect(database.prepare("select count(*) as n from standing where ecosystem not like 'Debian:%'").get()).toEqual({
      n: 0,
    });
    database.close();
    expect(verifyDatabase(db)).toEqual([]);
  });

  it('holds nothing on a name that nobody speaks of', async () => {
    await build({ db, from });
    expect(standing('no-such-source')).toEqual([]);
  });

  it('follows when only the list of what is exploited changes', async () => {
    await build({ db, from });
    const before = told(standing('examplelib'));
    const changed = before.find((line) => line.startsWith('CVE-2099-') && !line.endsWith('KEV'));
    const id = changed?.split(' ')[0];
    if (id === undefined) throw new Error('the sample has none that is not exploited');
    const file = path.join(from, 'kev/known_exploited_vulnerabilities.json');
    const kev = JSON.parse(readFileSync(file, 'utf8')) as { vulnerabilities: { cveID: string }[]; count?: number };
    delete kev.count;
    kev.vulnerabilities = kev.vulnerabilities.map((one, index) => (index === 0 ? { ...one, cveID: id } : one));
    writeFileSync(file, JSON.stringify(kev));
    await build({ db, from, now: '2025-07-02T00:00:00.000Z' });
    expect(told(standing('examplelib'))).toContain(`${changed}KEV`);

    const fresh = path.join(top, `fresh-${run}`, 'advisories.db');
    await build({ db: fresh, from });
    expect(contentOf(db)['standing']).toEqual(contentOf(fresh)['standing']);
    expect(contentOf(db)['judgement']).toEqual(contentOf(fresh)['judgement']);
  });

  it('never makes a reader do anything but answer or say that the row is damaged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.boolean(), (text, before) => {
        try {
          for (const read of [readStanding, readJudgements]) read(text, () => before);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
