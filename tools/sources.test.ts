// Tests that other sources are told from the same ones, and that a process is believed to run what was noted of itself only.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { digestOfSources, noteSources, runsOtherSources } from './sources.ts';

let folder: string;
const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'suture-sources-'));
  write('package-lock.json', '{}');
  for (const part of ['core', 'protocol', 'adapters', 'feeds', 'agent', 'server'])
    write(`${part}/main.ts`, 'const a = 1;');
  return () => rmSync(folder, { recursive: true });
});

test('a change of any source or of the packages shows; one of tests, recordings and what is written beside does not', () => {
  const before = digestOfSources(folder);
  write('server/main.test.ts', 'test');
  write('adapters/apt/recordings/x/recording.json', '{}');
  write('docs/guide.ts', 'x');
  expect(digestOfSources(folder)).toBe(before);
  for (const name of ['core/a/b.ts', 'server/main.ts', 'agent/package.json', 'package-lock.json']) {
    const last = digestOfSources(folder);
    write(name, 'const a = 2;');
    expect(digestOfSources(folder)).not.toBe(last);
  }
});

test('a process runs other sources only where it was noted, as itself, with others', () => {
  const file = join(folder, 'noted');
  const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
  expect(runsOtherSources(file, 7, one)).toBe(false);
  noteSources(file, 7, one);
  expect([runsOtherSources(file, 7, one), runsOtherSources(file, 7, two), runsOtherSources(file, 8, two)]).toEqual([
    false,
    true,
    false,
  ]);
  writeFileSync(file, 'damaged');
  expect(runsOtherSources(file, 7, two)).toBe(false);
});
