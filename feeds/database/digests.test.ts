// Tests that two advisory databases differ exactly on the packages of which they say different things.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feeds } from '../registry.ts';
import { makeSample, sampleRecords, writeArchive } from '../sample/make.ts';
import { type AdvisoryDatabase, openDatabase } from './database.ts';
import { updateDatabase } from './update.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'suture-digests-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function build(name: string, from: string, hour: number): Promise<AdvisoryDatabase> {
  const file = path.join(directory, name);
  await updateDatabase({
    path: file,
    feeds,
    source: { kind: 'directory', directory: from },
    now: () => new Date(Date.UTC(2025, 6, 1, hour)),
  });
  const opened = openDatabase(file);
  if (opened.kind !== 'open') throw new Error(`the sample makes no database: ${opened.kind}`);
  return opened.database;
}

/** Every package that some feed names. */
function subjects(name: string): ReadonlyMap<string, readonly string[]> {
  const database = new DatabaseSync(path.join(directory, name), { readOnly: true });
  const rows = database.prepare('select distinct ecosystem, name from candidate').all();
  database.close();
  const groups = Map.groupBy(rows, (row) => String(row['ecosystem']));
  return new Map([...groups].map(([ecosystem, group]) => [ecosystem, group.map((row) => String(row['name']))]));
}

function differing(
  a: AdvisoryDatabase,
  b: AdvisoryDatabase,
  among: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return [...among].flatMap(([ecosystem, names]) => {
    const [before, after] = [a.statementDigests(ecosystem, names), b.statementDigests(ecosystem, names)];
    return names.flatMap((name) =>
      Buffer.compare(before.get(name) ?? Buffer.of(), after.get(name) ?? Buffer.of()) === 0
        ? []
        : [`${ecosystem} ${name}`],
    );
  });
}

let from: string;
let first: AdvisoryDatabase;

beforeAll(async () => {
  from = path.join(directory, 'feeds');
  makeSample(from);
  first = await build('first.db', from, 0);
});

test('built again from the same files, it says the same of every package and is of a later generation', async () => {
  const again = await build('again.db', from, 5);
  expect(differing(first, again, subjects('first.db'))).toEqual([]);
  expect(first.generation().asOf).toBe('2025-07-01T00:00:00.000Z');
  expect(again.generation().asOf).toBe('2025-07-01T05:00:00.000Z');
  expect(again.generation().id).not.toBe(first.generation().id);
});

test('one fixed version that is another now is found, and nothing else', async () => {
  const changed = path.join(directory, 'changed');
  makeSample(changed);
  const records = JSON.stringify(sampleRecords('npm')).replace('"fixed":"1.2.4"', '"fixed":"1.2.5"');
  writeArchive(changed, 'npm', JSON.parse(records) as ReturnType<typeof sampleRecords>);
  const other = await build('other.db', changed, 1);
  expect(differing(first, other, subjects('other.db'))).toEqual(['npm examplejs']);
});

test('a package that nobody names has the digest of nothing, whether looked up alone or among many', () => {
  const [ecosystem = '', known = []] = [...subjects('first.db')][0] ?? [];
  const many = [...known, ...Array.from({ length: 2000 }, (_, index) => `nobody-${index}`)];
  const all = first.statementDigests(ecosystem, many);
  expect(all.size).toBe(many.length);
  const few = first.statementDigests(ecosystem, [...known, 'nobody-7']);
  for (const [name, digest] of few) expect(Buffer.from(digest).equals(all.get(name) ?? Buffer.of())).toBe(true);
  const told = new Set(known.map((name) => Buffer.from(few.get(name) ?? []).toString('hex')));
  expect(told.has(Buffer.from(few.get('nobody-7') ?? []).toString('hex'))).toBe(false);
  expect(told.size).toBeGreaterThan(1);
});
