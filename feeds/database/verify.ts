// Reads the whole database once: bytes, pages, rows; says what is wrong with it.
import { DatabaseSync } from 'node:sqlite';
import { hasListings } from './listings.ts';
import { unpackRow } from './encoding.ts';
import { readJudgements } from './judgement-rows.ts';
import { isSealed } from './seal.ts';
import { readStanding } from './standing-rows.ts';

const MOST_PROBLEMS = 20;

/** Problems in plain words; empty when the file is whole. Throws what the file system says when it cannot be opened. */
export function verifyDatabase(path: string): readonly string[] {
  const problems: string[] = [];
  if (!isSealed(path)) problems.push('the file is not as the update wrote it: its checksum differs');
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    for (const look of [pages, candidates, standings, judgements, texts]) {
      for (const problem of look(database)) if (problems.push(problem) >= MOST_PROBLEMS) return problems;
    }
  } catch (error) {
    // What SQLite will not read on from.
    problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    database.close();
  }
  return problems;
}

function* pages(database: DatabaseSync): Generator<string> {
  for (const row of database.prepare(`pragma integrity_check(${MOST_PROBLEMS})`).iterate()) {
    if (row['integrity_check'] !== 'ok') yield String(row['integrity_check']);
  }
}

function* candidates(database: DatabaseSync): Generator<string> {
  for (const row of database.prepare('select ecosystem, name, feed, data from candidate').iterate()) {
    const where = `${String(row['feed'])}: ${String(row['ecosystem'])} ${String(row['name'])}`;
    try {
      const { always, byFix } = unpackRow(row['data'], String(row['feed']));
      let entries = 0;
      for (const candidate of [...always, ...byFix]) {
        entries += 1;
        if (candidate.advisory === '' || candidate.vulnerabilities.length === 0)
          yield `${where} has an entry without an id`;
      }
      if (entries === 0) yield `${where} has no entry`;
    } catch (error) {
      yield `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function* standings(database: DatabaseSync): Generator<string> {
  for (const row of database.prepare('select ecosystem, name, data from standing where data is not null').iterate()) {
    try {
      readStanding(String(row['data']), () => true);
    } catch (error) {
      const where = `what stands against ${String(row['ecosystem'])} ${String(row['name'])}`;
      yield `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

function* judgements(database: DatabaseSync): Generator<string> {
  for (const row of database.prepare('select ecosystem, name, data from judgement where data is not null').iterate()) {
    try {
      readJudgements(String(row['data']), () => true);
    } catch (error) {
      const where = `what is judged of ${String(row['ecosystem'])} ${String(row['name'])}`;
      yield `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

/** Columns that hold JSON and are parsed when looked up. */
const JSON_COLUMNS = { feed: 'examples', advisory: 'severity', lifecycle: 'data', listing: 'data' } as const;

function* texts(database: DatabaseSync): Generator<string> {
  for (const [table, column] of Object.entries(JSON_COLUMNS)) {
    if (table === 'listing' && !hasListings(database)) continue;
    const query = `select count(*) as n from ${table} where ${column} is not null and not json_valid(${column})`;
    const bad = Number(database.prepare(query).get()?.['n']);
    if (bad > 0) yield `${bad} rows of ${table} cannot be read`;
  }
}
