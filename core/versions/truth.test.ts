// Every verdict of the real tools in the shared tables; skipped, and said so, where those tables are absent.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareVersions, schemeNamed } from './schemes.ts';

const folder = new URL('../../../shared/data/versions/', import.meta.url);
const present = existsSync(folder);
const names = 'apk crates dpkg go maven npm nuget packagist pacman pypi rpm rubygems windows'.split(' ');

const rows = (file: string): string[][] =>
  readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => line.split(','));

if (!present) console.warn('skipped: ../shared/data/versions is absent, so its 26,000 verdicts were not checked');

describe.skipIf(!present)('the tables of verdicts in ../shared/data/versions, which a clone may lack', () => {
  it.each(names)('agrees with every row of %s', (name) => {
    const table = rows(`${name}.csv`);
    const scheme = schemeNamed(name)!;
    const wrong = table.filter(([a, b, verdict]) => String(compareVersions(scheme, a!, b!)) !== verdict);
    expect(wrong).toEqual([]);
    expect(table.length).toBe(2000);
  });

  it('refuses every string its ecosystem refuses, with a reason', () => {
    const table = rows('rejected.csv');
    const accepted = table.filter(([name, text]) => {
      const parsed = schemeNamed(name!)!.parse(text!);
      return parsed.ok || parsed.reason === '';
    });
    expect(accepted).toEqual([]);
    expect(table.length).toBeGreaterThan(400);
  });
});
