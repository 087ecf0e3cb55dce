// Every trap and every fault that the page of traps names has the test it names, in the file it names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/reference/traps.md'), 'utf8');
const rows = [...page.matchAll(/^\|(.*)\| `([\w./-]+\.test\.ts)` \| (.+?) \|$/gm)].map(
  ([, what = '', file = '', title = '']) => ({
    what: what.trim(),
    file,
    title,
  }),
);
const faults = rows.flatMap(({ what }) => {
  const [tool, fault] = what.split(' | ');
  return fault === undefined ? [] : fault.split(', ').map((each) => `${tool}: ${each}`);
});

test('each line of its tables is one of these', () => {
  const lines = page.split('\n').filter((line) => /^\| (?!---|what happens|tool)/.test(line));
  expect(lines).toHaveLength(rows.length);
  expect(rows.length).toBeGreaterThan(60);
});

test.each(rows)('$what', ({ file, title }) => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(readFileSync(join(root, file), 'utf8')).toMatch(new RegExp(`['"\`]${RegExp.escape(title)}`));
});

test('each tool that steps are carried out with on real roots is tried with every fault that it can have', () => {
  const packages = ['a script fails', 'conflict', 'lock', 'full disk', 'dead mirror', 'bad signature', 'rolled back'];
  const wanted = ['apt', 'dnf 4', 'dnf 5', 'zypper', 'pacman'].flatMap((tool) =>
    packages.map((each) => `${tool}: ${each}`),
  );
  const others = {
    flatpak: ['conflict', 'full disk', 'dead mirror', 'bad signature', 'rolled back'],
    fwupd: ['a write fails', 'full disk', 'dead mirror', 'another archive', 'rolled back'],
    npm: ['a script fails', 'conflict', 'full disk', 'dead mirror', 'other bytes', 'rolled back'],
  };
  const more = Object.entries(others).flatMap(([tool, each]) => each.map((fault) => `${tool}: ${fault}`));
  expect(faults.toSorted()).toEqual([...wanted, ...more].toSorted());
});
