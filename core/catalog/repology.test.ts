// Mappings of names as Repology has them: what they add to the catalog, and what they never take from it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CuratedProduct, readOverlay } from './overlay.ts';
import { withMapped } from './repology.ts';

const read = (repology: unknown): readonly CuratedProduct[] => {
  const found = readOverlay({ repology });
  if (!found.ok) throw new Error(JSON.stringify(found.faults));
  return found.products;
};
const product = (id: string, more: Partial<CuratedProduct>): CuratedProduct => ({
  id,
  name: id,
  vendor: 'Examplix',
  identities: [],
  lifecycle: undefined,
  advisories: [],
  exploited: [],
  ...more,
});

/** As https://repology.org/api describes packages, with what is passed over. */
const LARDER = [
  {
    repo: 'debian_12',
    srcname: 'larder',
    binname: 'larder-data',
    visiblename: 'larder',
    version: '1.2',
    status: 'outdated',
  },
  { repo: 'ubuntu_24_04', srcname: 'larder', version: '1.2', status: 'outdated' },
  { repo: 'fedora_43', srcname: 'larder-app', version: '1.3', status: 'newest' },
  { repo: 'arch', subrepo: 'extra', binname: 'larder', version: '1.3' },
  { repo: 'homebrew_casks', srcname: 'larder', version: '1.3' },
  { repo: 'winget', srcname: 'Examplix.Larder', version: '1.3' },
  { repo: 'freebsd', srcname: 'deskutils/larder', version: '1.1' },
  { repo: 'archpower', binname: 'not-ours' },
  { repo: 'debian_12', srcname: '--all' },
  null,
];

describe('a mapping of names', () => {
  it('makes one product of a project’s names in the repositories that endpoints install from', () => {
    expect(read({ larder: LARDER, 'fonts:none': [{ repo: 'freebsd', srcname: 'x11-fonts/none' }] })).toEqual([
      {
        id: 'larder',
        name: 'larder',
        vendor: undefined,
        identities: [
          { channel: 'deb', id: 'larder' },
          { channel: 'rpm', id: 'larder-app' },
          { channel: 'pacman', id: 'larder' },
          { channel: 'cask', id: 'larder' },
          { channel: 'winget', id: 'Examplix.Larder' },
        ],
        lifecycle: undefined,
        advisories: [],
        exploited: [],
        isMapped: true,
      },
    ]);
  });

  it('adds to the product that has one of the names, and takes no name from any', () => {
    const pantry = product('pantry', { identities: [{ channel: 'winget', id: 'examplix.larder' }] });
    const [found, ...others] = withMapped([pantry], read({ larder: LARDER }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: 'pantry', vendor: 'Examplix' });
    expect(found?.identities).toHaveLength(5);
    expect(found?.identities).toContainEqual({ channel: 'rpm', id: 'larder-app' });
  });

  it('says nothing where several products have some of its names, unless one of them is called so', () => {
    const two = [
      product('pantry', { identities: [{ channel: 'winget', id: 'Examplix.Larder' }] }),
      product('cellar', { identities: [{ channel: 'deb', id: 'larder' }] }),
    ];
    expect(withMapped(two, read({ larder: LARDER }))).toEqual(two);
    const named = withMapped([...two, product('larder', {})], read({ larder: LARDER }));
    expect(named.find(({ id }) => id === 'larder')?.identities.map(({ channel }) => channel)).toEqual([
      'rpm',
      'pacman',
      'cask',
    ]);
    expect(named.slice(0, 2)).toEqual(two);
  });

  it.each([
    ['a list', [], 'repology'],
    ['a project that is no list', { larder: 1 }, 'repology.larder'],
    ['too many packages', { larder: Array.from({ length: 5_001 }, () => null) }, 'repology.larder'],
    ['a project without a name', { '': [] }, 'repology.'],
  ])('names its fault and its place: %s', (_, repology, at) => {
    expect(readOverlay({ repology })).toMatchObject({ ok: false, faults: [{ at }] });
  });

  it('never throws, gives no name twice, and leaves what somebody has looked at as it is', () => {
    const written = [product('pantry', { identities: [{ channel: 'deb', id: 'larder' }] })];
    const pkg = fc.record(
      {
        repo: fc.constantFrom('debian_12', 'winget', 'homebrew', 'x', '__proto__'),
        srcname: fc.oneof(fc.constantFrom('larder', 'Larder', '-x', '../x'), fc.anything()),
      },
      { requiredKeys: [] },
    );
    const projects = fc.dictionary(fc.oneof(fc.constantFrom('pantry', '__proto__'), fc.string()), fc.array(pkg));
    fc.assert(
      fc.property(fc.oneof(projects, fc.anything()), (repology) => {
        const found = readOverlay({ repology });
        if (!found.ok) return;
        const all = withMapped(written, found.products);
        const names = all.flatMap(({ identities }) => identities.map(({ channel, id }) => `${channel} ${id}`));
        expect(new Set(names).size).toBe(names.length);
        expect(all[0]?.identities[0]).toEqual({ channel: 'deb', id: 'larder' });
        expect(names.filter((name) => /^\S+ -/.test(name))).toEqual([]);
      }),
    );
  });
});
