// What of products comes to a machine or goes from it: by all of its package managers, by their names, versions and rules.
import { describe, expect, it } from 'vitest';
import { type AskedProduct, changesAway, changesTo, type HeldBy, type VersionsKnown } from './asked.ts';

const product = (over: Partial<AskedProduct> = {}): AskedProduct => ({
  product: 'planner',
  identities: [
    { channel: 'deb', id: 'planner' },
    { channel: 'rpm', id: 'planner-desktop' },
    { channel: 'flatpak', id: 'org.example.Planner' },
  ],
  version: undefined,
  rule: undefined,
  ...over,
});
const held = (name: string, version: string, source = name) => ({
  package: name,
  source,
  arch: 'amd64',
  version,
  user: null,
});
const apt = (...packages: HeldBy['held']): HeldBy => ({ adapter: 'apt', held: packages });
const flatpak = (...packages: HeldBy['held']): HeldBy => ({ adapter: 'flatpak', held: packages });

describe('taken away', () => {
  it('is every package that goes by its name or is built of it, and nothing of another', () => {
    expect(
      changesAway(
        [product()],
        [
          flatpak(),
          apt(held('planner', '1.0'), held('planner-data', '1.0', 'planner'), held('planner-desktop', '1.0')),
        ],
      ),
    ).toEqual({
      by: 1,
      changes: [
        { package: 'planner', architecture: 'amd64', from: '1.0', to: null },
        { package: 'planner-data', architecture: 'amd64', from: '1.0', to: null },
      ],
      left: [],
    });
  });

  it('is nothing where it is not there, and by hand where plans take nothing away', () => {
    expect(changesAway([product()], [apt()])).toBe('None of it is there.');
    const formula = product({ identities: [{ channel: 'formula', id: 'planner' }] });
    const homebrew = { adapter: 'homebrew', held: [held('planner', '1.0')] };
    expect(changesAway([formula], [apt(), homebrew])).toBe(
      'It has planner by homebrew, from which plans take nothing away: it goes by hand.',
    );
  });

  it('is nothing of what a user has in a home: it says whose it is, and takes the machine’s', () => {
    const annas = { ...held('org.example.Planner', '1.0'), user: 'anna' };
    const why =
      'It has org.example.Planner as anna’s own flatpak, and plans change nothing in homes: anna can remove it.';
    expect(changesAway([product()], [apt(), flatpak(annas)])).toBe(why);
    const away = { package: 'org.example.Planner', architecture: 'amd64', from: '0.9', to: null };
    expect(changesAway([product()], [flatpak(annas, held('org.example.Planner', '0.9'))])).toEqual({
      by: 0,
      changes: [away],
      left: [{ product: 'planner', why }],
    });
  });

  it('is of one package manager at a time: what it has by others is said', () => {
    const away = { package: 'org.example.Planner', architecture: 'amd64', from: '1.0', to: null };
    const elsewhere = flatpak(held('org.example.Planner', '1.0'));
    expect(changesAway([product()], [apt(), elsewhere])).toEqual({ by: 1, changes: [away], left: [] });
    expect(changesAway([product()], [apt(held('planner', '1.0')), elsewhere])).toMatchObject({
      by: 0,
      changes: [{ package: 'planner' }],
      left: [{ product: 'planner', why: 'It goes by flatpak, for which a plan of its own is needed.' }],
    });
  });
});

describe('installed', () => {
  const known: VersionsKnown = (adapter, name) =>
    adapter === 'apt' && name === 'planner'
      ? ['1.9-1', '1.10-1', 'not a version', '1.8-1'].map((version) => ({ version, isOffered: false }))
      : [];
  const to = (version: string) => ({
    by: 0,
    changes: [{ package: 'planner', architecture: null, from: null, to: version }],
    left: [],
  });

  it('is the newest version known, in the order of the distribution', () => {
    expect(changesTo([product()], [apt()], known)).toEqual(to('1.10-1'));
  });

  it('is the version that is named, whether it is known or not', () => {
    expect(changesTo([product({ version: '2.0-1' })], [apt()], known)).toEqual(to('2.0-1'));
  });

  it.each([
    [{ stance: 'pinned', versions: ['1.8*'] }, '1.8-1'],
    [{ stance: 'blocked', versions: ['1.10*'] }, '1.9-1'],
    [{ stance: 'held', versions: [] }, '1.10-1'],
  ] as const)('keeps to the rule %j', (rule, version) => {
    expect(changesTo([product({ rule })], [apt()], known)).toEqual(to(version));
  });

  it.each([
    [product(), [apt(held('planner', '1.0'))], 'It has planner 1.0 already.'],
    [product(), [apt(), flatpak(held('org.example.Planner', '3'))], 'It has org.example.Planner 3 already.'],
    [
      product(),
      [{ adapter: 'snap', held: [] }],
      'It has no package manager with which plans install what is not there.',
    ],
    [
      product({ identities: [{ channel: 'snap', id: 'planner' }] }),
      [apt()],
      'planner has no name among the packages of apt.',
    ],
    [product({ rule: { stance: 'blocked', versions: [] } }), [apt()], 'No version of planner that is known may be'],
    [product({ identities: [{ channel: 'deb', id: 'other' }] }), [apt()], 'No machine like it has other'],
  ])('says why nothing is: %#', (asked, places, why) => {
    expect(changesTo([asked], places, known)).toContain(why);
  });

  it('is what is missing of several', () => {
    const other = product({ product: 'other', identities: [{ channel: 'deb', id: 'other' }] });
    expect(changesTo([other, product()], [apt(held('other', '1'))], known)).toEqual(to('1.10-1'));
  });

  it('comes by the first package manager that knows of it; what another has is said', () => {
    const only = product({ product: 'only', identities: [{ channel: 'flatpak', id: 'org.example.Only' }] });
    const none = product({ product: 'none', identities: [{ channel: 'deb', id: 'none' }] });
    const both: VersionsKnown = (adapter, name) =>
      adapter === 'flatpak' && name.startsWith('org.') ? [{ version: '3', isOffered: true }] : known(adapter, name);
    expect(changesTo([only], [apt(), flatpak()], both)).toMatchObject({ by: 1, changes: [{ to: '3' }], left: [] });
    expect(changesTo([only, none, product()], [apt(), flatpak()], both)).toMatchObject({
      by: 0,
      changes: [{ package: 'planner', to: '1.10-1' }],
      left: [
        { product: 'only', why: 'It comes by flatpak, for which a plan of its own is needed.' },
        { product: 'none', why: expect.stringContaining('No machine like it has none') },
      ],
    });
  });

  it('is what the channel has now, where it keeps no other', () => {
    const flatpaks = [
      { version: '9.0', isOffered: false },
      { version: '1ab23cd45ef6', isOffered: true },
    ];
    const chosen = changesTo([product()], [flatpak()], () => flatpaks);
    expect(chosen).toMatchObject({ changes: [{ to: '1ab23cd45ef6' }] });
    expect(changesTo([product()], [flatpak()], () => flatpaks.slice(0, 1))).toMatchObject({ changes: [{ to: '9.0' }] });
  });
});
