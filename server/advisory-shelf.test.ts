// Tests the advisory database as requests ask it: the newest file, and no request that loses the one it began with.
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { updateDatabase } from '@suture/feeds/database/update.ts';
import { feeds } from '@suture/feeds/registry.ts';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { advisoryShelf } from './advisory-shelf.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-shelf-'));
const built = join(folder, 'built.db');
const path = join(folder, 'advisories.db');
const known = 'CVE-2099-1001';

beforeAll(async () => {
  makeSample(join(folder, 'sample'));
  const source = { kind: 'directory', directory: join(folder, 'sample') } as const;
  await updateDatabase({ path: built, feeds, source, now: () => new Date() });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As an update does it. */
function replace(): void {
  copyFileSync(built, `${path}.new`);
  renameSync(`${path}.new`, path);
}

test('a file that comes, is replaced or goes is noticed by the next question', () => {
  const shelf = advisoryShelf(path);
  expect(shelf.isHeardOf(known)).toBe(false);
  replace();
  expect(shelf.isHeardOf(known)).toBe(true);
  const before = shelf.database();
  replace();
  expect(shelf.database()).not.toBe(before);
  rmSync(path);
  expect(shelf.database()).toBeUndefined();
  expect(shelf.isHeardOf(known)).toBe(false);
  shelf.close();
});

test('a request that is under way goes on with the file that it began with', () => {
  replace();
  const shelf = advisoryShelf(path);
  const mine = shelf.database();
  replace();
  expect(shelf.database()?.knows(known)).toBe(true);
  expect(mine?.knows(known)).toBe(true);
  shelf.close();
  expect(() => mine?.knows(known)).toThrow('not open');
});
