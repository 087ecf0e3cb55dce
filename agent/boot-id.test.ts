// A machine without a number for its start: the same one while it is up, another when it has started anew.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { keptBootId } from './boot-id.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-boot-'));
const path = join(folder, 'kept', 'boot.json');
afterEach(() => rmSync(join(folder, 'kept'), { recursive: true, force: true }));

test('it stays while the machine is up, although the clock is set a little', () => {
  const first = keptBootId(path, 1_800_000_000_000);
  expect(first).toMatch(/^[0-9a-f]{8}-/);
  expect(keptBootId(path, 1_800_000_020_000)).toBe(first);
  expect(keptBootId(path, 1_799_999_980_000)).toBe(first);
});

test('it is another one after a new start, and that one stays', () => {
  const first = keptBootId(path, 1_800_000_000_000);
  const second = keptBootId(path, 1_800_000_060_000);
  expect(second).not.toBe(first);
  expect(keptBootId(path, 1_800_000_060_000)).toBe(second);
});

test('a file that is damaged is begun anew', () => {
  keptBootId(path, 1_800_000_000_000);
  writeFileSync(path, '{"version":1,"id":"no');
  const id = keptBootId(path, 1_800_000_000_000);
  expect(keptBootId(path, 1_800_000_000_000)).toBe(id);
});
