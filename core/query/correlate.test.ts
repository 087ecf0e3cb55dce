// Which machines, packages and findings a query finds, asked of a small fleet worked out by hand.
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { queries, resources } from './arbitrary-query.fixture.ts';
import { correlate } from './correlate.ts';
import type { FieldName } from './fields.ts';
import { foldQuery } from './fold.ts';
import { matchesQuery } from './matches.ts';
import type { Row } from './matches.ts';
import { parseQuery } from './parse.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;
type Values = Partial<Record<FieldName, readonly (string | number | boolean)[]>>;
interface Machine {
  readonly values: Values;
  readonly packages: readonly { readonly values: Values; readonly findings: readonly Values[] }[];
}

const fleet: readonly Machine[] = [
  {
    values: {
      endpoint: ['web-1'],
      os: ['debian'],
      tag: ['web', 'Prod'],
      seen: [NOW - 3_600_000],
      reboot: [true],
      release: ['12'],
    },
    packages: [
      {
        values: { package: ['nginx'], version: ['1.22.1'] },
        findings: [{ vulnerability: ['CVE-2026-1'], exploited: [true], fix: ['none'], epss: [0.5] }],
      },
      {
        values: { package: ['openssl'], version: ['3.0.9'] },
        findings: [
          {
            vulnerability: ['CVE-2026-2', 'GHSA-x'],
            exploited: [false],
            fix: ['available'],
            published: [Date.UTC(2026, 0, 31, 23)],
            due: [NOW - day],
          },
        ],
      },
    ],
  },
  {
    values: { endpoint: ['db-1'], os: ['ubuntu'], tag: ['lab'], seen: [NOW - 3 * day], release: ['22.04'] },
    packages: [
      {
        values: { package: ['openssl'], version: ['3.0.10'] },
        findings: [
          { vulnerability: ['CVE-2026-3'], exploited: [true], fix: ['available'], epss: [0.05], due: [NOW + 5 * day] },
        ],
      },
    ],
  },
  { values: { endpoint: ['new-1'], os: ['debian'], seen: [], reboot: [false] }, packages: [] },
];

const row = (values: Values, packages: readonly Row[], findings: readonly Row[]): Row => ({
  values: (field) => values[field] ?? [],
  many: (about) => (about === 'package' ? packages : findings),
});
const none: readonly Row[] = [];
const findingsOf = (machine: Machine, pkg: Machine['packages'][number]) =>
  pkg.findings.map((finding) => row({ ...machine.values, ...pkg.values, ...finding }, none, none));
const packagesOf = (machine: Machine) =>
  machine.packages.map((pkg) => row({ ...machine.values, ...pkg.values }, none, findingsOf(machine, pkg)));
const rows = {
  endpoints: fleet.map((machine) =>
    row(
      machine.values,
      packagesOf(machine),
      machine.packages.flatMap((pkg) => findingsOf(machine, pkg)),
    ),
  ),
  packages: fleet.flatMap(packagesOf),
  findings: fleet.flatMap((machine) => machine.packages.flatMap((pkg) => findingsOf(machine, pkg))),
};
const label = { endpoints: 'endpoint', packages: 'version', findings: 'vulnerability' } as const;

/** By numbers between dots, which will do here. */
const compareVersions = (a: string, b: string) => {
  const [x, y] = [a, b].map((text) => text.split('.').map(Number));
  for (let i = 0; i < 3; i++) if ((x?.[i] ?? 0) !== (y?.[i] ?? 0)) return Math.sign((x?.[i] ?? 0) - (y?.[i] ?? 0));
  return 0;
};
const context = { now: NOW, compareVersions };

function find(text: string, resource: keyof typeof rows) {
  const parsed = parseQuery(text, resource);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const query = correlate(parsed.query, resource);
  return rows[resource].filter((one) => matchesQuery(query, one, context)).map((one) => one.values(label[resource])[0]);
}

describe('endpoints', () => {
  test.each([
    ['', ['web-1', 'db-1', 'new-1']],
    ['WEB', ['web-1']],
    ['os:debian', ['web-1', 'new-1']],
    ['tag:prod', ['web-1']],
    ['-tag:lab', ['web-1', 'new-1']],
    ['tag:none', ['new-1']],
    ['seen:<24h', ['web-1']],
    ['seen:>24h', ['db-1']],
    ['-seen:<24h', ['db-1', 'new-1']],
    ['seen:none', ['new-1']],
    ['reboot:unknown', ['db-1']],
    ['-reboot:yes', ['db-1', 'new-1']],
    ['release:<13', ['web-1']],
    // One finding that is both.
    ['exploited:yes', ['web-1', 'db-1']],
    ['fix:available', ['web-1', 'db-1']],
    ['exploited:yes fix:available', ['db-1']],
    ['exploited:yes os:debian fix:available', []],
    // Of the same package as the finding.
    ['package:openssl exploited:yes', ['db-1']],
    ['package:nginx,openssl exploited:yes', ['web-1', 'db-1']],
    ['package:openssl version:<3.0.10', ['web-1']],
    ['version:>3 version:<3.0.10', ['web-1']],
    ['version:>2 version:<3', []],
    // Two of them.
    ['package:nginx package:openssl', ['web-1']],
    ['package:nginx version:1.22.1 package:openssl version:3.0.9', ['web-1']],
    ['package:nginx version:3.0.9 package:openssl', []],
    ['cve:CVE-2026-1 cve:ghsa-x', ['web-1']],
    // None of them.
    ['-package:nginx', ['db-1', 'new-1']],
    ['-exploited:yes', ['new-1']],
    ['fix:available -package:nginx', ['db-1']],
    ['-(package:openssl exploited:yes)', ['web-1', 'new-1']],
    ['-(package:nginx package:openssl)', ['db-1', 'new-1']],
    // An OR of findings is one finding's, too.
    ['(exploited:yes OR epss:>0.3) fix:available', ['db-1']],
    ['exploited:yes (fix:available OR os:debian)', ['web-1', 'db-1']],
    ['os:ubuntu OR package:nginx', ['web-1', 'db-1']],
    ['epss:none', ['web-1']],
  ])('%s', (text, expected) => {
    expect(find(text, 'endpoints')).toEqual(expected);
  });
});

describe('packages', () => {
  test.each([
    ['ssl', ['3.0.9', '3.0.10']],
    ['os:debian', ['1.22.1', '3.0.9']],
    ['-tag:lab', ['1.22.1', '3.0.9']],
    ['exploited:yes fix:none', ['1.22.1']],
    ['-exploited:yes', ['3.0.9']],
    ['version:3.0.*', ['3.0.9', '3.0.10']],
    ['version:>=3.0.10', ['3.0.10']],
  ])('%s', (text, expected) => {
    expect(find(text, 'packages')).toEqual(expected);
  });
});

describe('findings', () => {
  test.each([
    ['os:debian -exploited:yes', ['CVE-2026-2']],
    ['tag:web -tag:lab', ['CVE-2026-1', 'CVE-2026-2']],
    ['cve:ghsa-*', ['CVE-2026-2']],
    ['epss:>=5%', ['CVE-2026-1', 'CVE-2026-3']],
    ['epss:0.05', ['CVE-2026-3']],
    ['published:2026-01', ['CVE-2026-2']],
    ['published:2026-01-31', ['CVE-2026-2']],
    ['published:>2026-01', []],
    ['published:>=2026-01', ['CVE-2026-2']],
    ['published:<=2026', ['CVE-2026-2']],
    ['published:<2026-01-31', []],
    ['published:>2026-01-31T22:59:59Z', ['CVE-2026-2']],
    ['due:<7d', ['CVE-2026-2', 'CVE-2026-3']],
    ['due:<2d', ['CVE-2026-2']],
    ['due:none', ['CVE-2026-1']],
    ['due:*', ['CVE-2026-2', 'CVE-2026-3']],
  ])('%s', (text, expected) => {
    expect(find(text, 'findings')).toEqual(expected);
  });
});

test('Gathering conditions loses none and never nests one gathering in another', () => {
  const count = (query: Parameters<typeof foldQuery>[0]) =>
    foldQuery<{ conditions: number; depth: number }>(query, {
      all: () => ({ conditions: 0, depth: 0 }),
      and: (terms) => sum(terms),
      or: (terms) => sum(terms),
      not: (term) => term,
      some: (_, term) => ({ ...term, depth: term.depth + 1 }),
      condition: () => ({ conditions: 1, depth: 0 }),
    });
  const sum = (terms: readonly { conditions: number; depth: number }[]) => ({
    conditions: terms.reduce((total, term) => total + term.conditions, 0),
    depth: Math.max(...terms.map((term) => term.depth)),
  });
  fc.assert(
    fc.property(queries, resources, (query, resource) => {
      const gathered = count(correlate(query, resource));
      expect(gathered.conditions).toBe(count(query).conditions);
      expect(gathered.depth).toBeLessThanOrEqual(resource === 'findings' ? 0 : 1);
    }),
    { numRuns: 1000 },
  );
});
