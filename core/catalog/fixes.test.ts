// Which versions close what: where a product is filed, disagreeing sources, what never was affected, and the order of versions and releases.
import { expect, it } from 'vitest';
import type { Candidate } from '../advisories/candidate.ts';
import { byEcosystem, filedUnder, fixesIn, isFiledIn } from './fixes.ts';

const said = (vulnerability: string, over: Partial<Candidate> & { readonly fixed?: string }): Candidate => ({
  advisory: `A-${vulnerability}`,
  feed: 'sample',
  vulnerabilities: [vulnerability],
  aliases: [],
  published: undefined,
  ranges: [
    {
      type: 'ECOSYSTEM',
      events: [{ introduced: '0' }, ...(over.fixed === undefined ? [] : [{ fixed: over.fixed }])],
    },
  ],
  versions: [],
  vendor: {},
  ...over,
});

it('a product is filed under what its entry says, and under its names in each distribution of the channel', () => {
  const filed = filedUnder({
    identities: [
      { channel: 'winget', id: 'Examplix.Planner' },
      { channel: 'apk', id: 'planner' },
      { channel: 'pacman', id: 'planner' },
    ],
    advisories: [{ ecosystem: 'PyPI', name: 'Example_Planner' }],
  });
  expect(filed.map(({ ecosystem, name }) => `${ecosystem} ${name}`)).toEqual([
    'PyPI example-planner',
    'Alpine planner',
    'Wolfi planner',
    'Chainguard planner',
    'Arch planner',
  ]);
});

it('a family is its releases, and none that begins with the same letters', () => {
  expect(
    ['Alpine', 'Alpine:v3.20', 'AlpineX:1', 'npm'].map((found) => isFiledIn({ ecosystem: 'Alpine', name: 'x' }, found)),
  ).toEqual([true, true, false, false]);
});

it('fixes stand by the distribution’s own order of versions, each with all that it closes and its newest date', () => {
  const found = fixesIn('Debian:12', 'planner', [
    {
      always: [],
      byFix: [
        said('CVE-2099-0003', { fixed: '1.10-1', published: '2025-01-01' }),
        said('CVE-2099-0001', { fixed: '1.9-1' }),
      ],
    },
    {
      always: [said('CVE-2099-0002', { fixed: '1.10-1', published: '2025-02-01' })],
      byFix: [said('CVE-2099-0001', { fixed: '1:0.1-1' })],
    },
  ]);
  expect(found.fixes).toEqual([
    { version: '1:0.1-1', vulnerabilities: ['CVE-2099-0001'], published: undefined },
    { version: '1.10-1', vulnerabilities: ['CVE-2099-0002', 'CVE-2099-0003'], published: '2025-02-01' },
    { version: '1.9-1', vulnerabilities: ['CVE-2099-0001'], published: undefined },
  ]);
});

it('open is what is affected and fixed by nobody there; not what never was affected, or is no matter to the vendor', () => {
  const { fixes, open } = fixesIn('Debian:12', 'planner', [
    {
      always: [
        said('CVE-2099-0001', {}),
        said('CVE-2099-0002', { fixed: '0' }),
        said('CVE-2099-0003', { vendor: { state: 'unimportant' } }),
        said('CVE-2099-0004', { vendor: { state: 'not-affected' } }),
        said('CVE-2099-0005', {}),
        said('CVE-2099-0006', { ranges: [{ type: 'GIT', events: [{ introduced: '0' }, { fixed: 'abcdef' }] }] }),
      ],
      byFix: [],
    },
    { always: [], byFix: [said('CVE-2099-0005', { fixed: '2' }), said('CVE-2099-0002', {})] },
  ]);
  expect(fixes.map(({ version }) => version)).toEqual(['2']);
  expect(open).toEqual(['CVE-2099-0001', 'CVE-2099-0006']);
});

it('families stand by name, and of each the newest release first, what has no number before those', () => {
  const ordered = ['Debian:9', 'Alpine:v3.9', 'Debian:12', 'Alpine:edge', 'Alpine:v3.20', 'Arch']
    .map((ecosystem) => ({ ecosystem }))
    .toSorted(byEcosystem);
  expect(ordered.map(({ ecosystem }) => ecosystem)).toEqual([
    'Alpine:edge',
    'Alpine:v3.20',
    'Alpine:v3.9',
    'Arch',
    'Debian:12',
    'Debian:9',
  ]);
});
