// Reads the whole database once: pages, entries, counts; says what is wrong with it.
import { DatabaseSync } from 'node:sqlite';
import { unpackRow } from './encoding.ts';
import { OWNED_BY_FEED } from './schema.ts';

const MOST_PROBLEMS = 20;

/** Problems in plain words; empty when the file is whole. Throws when it cannot be opened at all. */
export function verifyDatabase(path: string): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const problems: string[] = [];
    for (const row of database.prepare(`pragma integrity_check(${MOST_PROBLEMS})`).all()) {
      if (row['integrity_check'] !== 'ok') problems.push(String(row['integrity_check']));
    }
    // Rows of a damaged file cannot be trusted to be read at all.
    return problems.length > 0 ? problems : [...unreadable(database), ...emptied(database)].slice(0, MOST_PROBLEMS);
  } finally {
    database.close();
  }
}

function* unreadable(database: DatabaseSync): Generator<string> {
  for (const row of database.prepare('select ecosystem, name, feed, data from candidate').iterate()) {
    const where = `${String(row['feed'])}: ${String(row['ecosystem'])} ${String(row['name'])}`;
    try {
      const { always, byFix } = unpackRow(row['data'], String(row['feed']));
      let entries = 0;
      for (const candidate of [...always, ...byFix]) {
        entries++;
        if (candidate.advisory === '' || candidate.vulnerabilities.length === 0)
          yield `${where} has an entry without an id`;
      }
      if (entries === 0) yield `${where} has no entry`;
    } catch (error) {
      yield `${where} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

/** A feed that says it has records but left none behind. */
function* emptied(database: DatabaseSync): Generator<string> {
  for (const row of database.prepare('select name, records from feed').all()) {
    const name = String(row['name']);
    const owned = Object.entries(OWNED_BY_FEED).find(([, feed]) => feed === name)?.[0];
    const found = ['candidate', 'advisory', 'cvss', 'lifecycle', 'product'].some(
      (table) => database.prepare(`select 1 from ${table} where feed = ? limit 1`).get(name) !== undefined,
    );
    if (!found && (owned === undefined || database.prepare(`select 1 from ${owned} limit 1`).get() === undefined)) {
      yield `${name} should hold ${String(row['records'])} records and holds none`;
    }
  }
}
