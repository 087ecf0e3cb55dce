// The contract every version scheme keeps, checked for each file in this folder.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, Scheme } from './scheme.ts';
import { compareVersions, schemeNamed, schemeNames, schemes } from './schemes.ts';

const folder = new URL('./', import.meta.url);
const notSchemes = new Set(['evr.ts', 'scheme.ts', 'schemes.ts']);
const schemeFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !notSchemes.has(name))
  .map((name) => name.slice(0, -'.ts'.length));

interface Table {
  readonly ordered: readonly (readonly [string, Order, string])[];
  readonly refused: readonly (readonly [string, string])[];
}

function readTable(name: string): Table {
  const ordered: [string, Order, string][] = [];
  const refused: [string, string][] = [];
  for (const line of readFileSync(new URL(`tables/${name}.txt`, folder), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const refusal = /^refused (.*) \| (.*)$/.exec(line);
    const order = /^(\S+) ([<=]) (\S+)$/.exec(line);
    if (refusal !== null) refused.push([refusal[1]!, refusal[2]!]);
    else if (order !== null) ordered.push([order[1]!, order[2] === '<' ? -1 : 0, order[3]!]);
    else throw new Error(`${name}.txt has a line that says nothing: ${line}`);
  }
  return { ordered, refused };
}

const pieces = ['0', '1', '9', '10', '00', '007', '.', '.', '-', '_', '+', '~', '^', ':', '!', 'a', 'b', 'rc', 'alpha']
  .concat(['Beta', 'dev', 'post', 'sp', 'x', '.0', '.1', '-1', '-r1', '_p', '_rc1', '.rc1', 'final', '-SNAPSHOT', '+b'])
  .concat(['0000000000', '99999999999999999999', '.00', '.01']);
const starts = ['1', '1.0', '1.0.0', '1.2.3', '10.0.20348.1', 'v1.0.0', '0.1', '2:1.0', '1!1.0', '1.0.0-rc.1', '1.0-1'];
const hostile = fc
  .tuple(fc.constantFrom(...starts), fc.array(fc.constantFrom(...pieces), { maxLength: 4 }))
  .map(([start, rest]) => start + rest.join(''));

// Where the tool's own order has circles, only what its ecosystem publishes is held to a total order.
const numbers = fc.array(fc.constantFrom('0', '1', '2', '9', '10', '11'), { minLength: 1, maxLength: 4 });
const published: Partial<Record<string, fc.Arbitrary<string>>> = {
  maven: fc
    .tuple(numbers, fc.constantFrom('', '-SNAPSHOT', '-rc1', '-RC2', '.Final', '-alpha-1', '-sp', '-jre', '-1', '-M2'))
    .map(([release, qualifier]) => `${release.join('.')}${qualifier}`),
  pacman: fc
    .tuple(
      numbers,
      fc.constantFrom('', 'rc1', '.r12.gabc', '_1', '+2', 'a', 'b2'),
      fc.constantFrom('1', '2', '1.1', '10'),
    )
    .map(([release, tail, pkgrel]) => `${release.join('.')}${tail}-${pkgrel}`),
};

const unicode = fc.string({ unit: 'binary', maxLength: 60 });
const printable = fc.string({ unit: 'binary-ascii', maxLength: 60 });

it('lists every scheme that has a file in this folder, and no other', () => {
  expect(Object.keys(schemes).sort()).toEqual([...schemeFiles].sort());
  for (const [name, scheme] of Object.entries(schemes)) expect(scheme.name).toBe(name);
});

it('knows a scheme by its own name and by the name of the ecosystem', () => {
  expect(schemeNamed('debian')).toBe(schemes.debian);
  expect(schemeNamed('dpkg')).toBe(schemes.debian);
  expect(schemeNamed('pypi')).toBe(schemes.pep440);
  expect(schemeNamed('windows')).toBe(schemes['windows-build']);
  expect(schemeNamed('toString')).toBeUndefined();
  expect(schemeNamed('__proto__')).toBeUndefined();
  for (const name of schemeNames) expect(schemeNamed(name)).toBeDefined();
});

it('gives no order where the scheme refuses either version', () => {
  expect(compareVersions(schemes.debian, '1.0', '2147483648:1')).toBeUndefined();
  expect(compareVersions(schemes.debian, '', '1.0')).toBeUndefined();
  expect(compareVersions(schemes.debian, '1.0', '2.0')).toBe(-1);
});

describe.each(schemeFiles)('%s', (name) => {
  const scheme: Scheme = schemeNamed(name)!;
  const table = readTable(name);
  const parsed = (source: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
    source
      .map((text) => scheme.parse(text))
      .filter((result) => result.ok)
      .map((result) => (result.ok ? result.version : undefined));

  it('has a table of verdicts', () => {
    expect(table.ordered.length).toBeGreaterThan(4);
    expect(table.refused.length).toBeGreaterThan(0);
  });

  it.each(table.ordered)('orders %s %i against %s as the tool does', (a, order, b) => {
    expect(compareVersions(scheme, a, b)).toBe(order);
    expect(compareVersions(scheme, b, a)).toBe(order === 0 ? 0 : 1);
  });

  it.each(table.refused)('refuses %s', (text, reason) => {
    expect(scheme.parse(text)).toEqual({ ok: false, reason });
  });

  it.each(['', ' ', '\0', '1.0\0', '1.0\u001b[2J', '１.０', '\ud800', '1\n2'])('refuses %j', (text) => {
    expect(scheme.parse(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/\w/) });
  });

  it('never throws, whatever the string', () => {
    fc.assert(
      fc.property(fc.oneof(unicode, printable, hostile), fc.oneof(printable, hostile), (a, b) => {
        const order = compareVersions(scheme, a, b);
        expect([-1, 0, 1, undefined]).toContain(order);
      }),
      { numRuns: 400 },
    );
  });

  it.each(['1', '0', '1.', '1-', 'a', '.', '-', '~', '1a', 'a.', ' ', '1_p', '-1.', '+', '.0', 'é'])(
    'reads a long run of %j in linear time',
    (unit) => {
      const long = `1.0${unit.repeat(100_000 / unit.length)}`;
      const began = performance.now();
      for (const [a, b] of [
        [long, long],
        [long, `${long}1`],
        [`${long}x`, `${long}.y`],
      ] as const) {
        expect([-1, 0, 1, undefined]).toContain(compareVersions(scheme, a, b));
      }
      // A quadratic reading of 100,000 characters takes seconds.
      expect(performance.now() - began).toBeLessThan(1000);
    },
  );

  it('gives the opposite answer for the opposite question, and 0 for a version and itself', () => {
    fc.assert(
      fc.property(parsed(hostile), parsed(hostile), (a, b) => {
        expect(scheme.compare(a, b) + scheme.compare(b, a)).toBe(0);
        expect(scheme.compare(a, a)).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  it('puts any three versions in one order', () => {
    const one = parsed(published[name] ?? hostile);
    fc.assert(
      fc.property(one, one, one, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => scheme.compare(x, y));
        expect(scheme.compare(low, middle)).toBeLessThanOrEqual(0);
        expect(scheme.compare(middle, high)).toBeLessThanOrEqual(0);
        expect(scheme.compare(low, high)).toBe(
          scheme.compare(low, middle) === 0 && scheme.compare(middle, high) === 0 ? 0 : -1,
        );
      }),
      { numRuns: 600 },
    );
  });
});
