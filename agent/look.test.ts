// Looking for changes: each way in which package managers change a file shows, and nothing else does.
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Watch } from '@suture/adapters/adapter.ts';
import { look } from './look.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-look-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const status = join(base, 'status');
const parts = join(base, 'parts');
const flag = join(base, 'reboot-required');
const watches: readonly Watch[] = [
  { path: status, with: 'itself' },
  { path: parts, with: 'entries' },
  { path: flag, with: 'itself' },
];
let before: string;

beforeEach(() => {
  rmSync(flag, { force: true });
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts);
  writeFileSync(join(parts, 'a.list'), 'deb');
  writeFileSync(status, 'Package: a\n');
  before = look(watches);
});

const changes: Readonly<Record<string, () => void>> = {
  'a file replaced by renaming, of the same size and time': () => {
    const time = new Date(1_000_000_000_000);
    utimesSync(status, time, time);
    before = look(watches);
    writeFileSync(`${status}-new`, 'Package: b\n');
    utimesSync(`${status}-new`, time, time);
    renameSync(`${status}-new`, status);
  },
  'a file that grows': () => appendFileSync(status, 'x'),
  'a file that is gone': () => rmSync(status),
  'a file that appears': () => writeFileSync(flag, ''),
  'an entry changed in place': () => appendFileSync(join(parts, 'a.list'), ' http://example.org'),
  'an entry more': () => writeFileSync(join(parts, 'b.list'), ''),
  'an entry less': () => rmSync(join(parts, 'a.list')),
};

test.each(Object.entries(changes))('%s shows', (_, change) => {
  expect(look(watches)).toBe(before);
  change();
  expect(look(watches)).not.toBe(before);
});

test('what may not be looked at is no error', () => {
  const odd: readonly Watch[] = [
    { path: join(status, 'below-a-file'), with: 'entries' },
    { path: '/proc/1/root/x', with: 'entries' },
  ];
  expect(look(odd)).toBe(look(odd));
});
