import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { lifecyclesOfDebianSources } from './debian-source.ts';
import { type LifecycleSource, lifecyclesOfInventory } from './inventory.ts';
import { lifecycleOfSystem, productsOfSystem } from './operating-system.ts';
import { lifecycleIdentifierOf, lifecycleOfPackage } from './packages.ts';
import { lifecycleOf, type ProductRelease } from './support.ts';

const row = (fields: Partial<ProductRelease>): ProductRelease => ({
  feed: 'endoflife',
  product: 'debian',
  label: 'Debian 12',
  release: '12',
  released: undefined,
  endOfLife: undefined,
  endOfExtended: undefined,
  extendedName: undefined,
  latest: undefined,
  identifiers: [],
  note: undefined,
  ...fields,
});

const pkg = (fields: Partial<Package>): Package => ({
  purl: 'pkg:npm/examplejs@1.0.0',
  ecosystem: 'npm',
  name: 'examplejs',
  version: '1.0.0',
  arch: undefined,
  source: { name: 'examplejs', version: '1.0.0' },
  ...fields,
});

const bookworm = row({
  feed: 'distro-info',
  endOfLife: '2026-07-11',
  endOfExtended: '2028-06-30',
  extendedName: 'Debian LTS',
});
const jammy = row({
  feed: 'distro-info',
  product: 'ubuntu',
  label: 'Ubuntu 22.04 LTS',
  release: '22.04',
  endOfLife: '2027-06-01',
  endOfExtended: '2032-04-09',
  extendedName: 'Ubuntu Pro (ESM)',
});

describe('a release and its support dates', () => {
  it.each([
    ['2026-04-11', 'supported'],
    ['2026-04-12', 'ending'],
    ['2026-07-11', 'ending'],
    ['2026-07-12', 'extended'],
    ['2028-06-30', 'extended'],
    ['2028-07-01', 'unsupported'],
  ])('on %s is %s, for one that ends on 2026-07-11 with a free extension until 2028-06-30', (today, state) => {
    expect(lifecycleOf([bookworm], today, 'free').state).toBe(state);
  });

  it('is unsupported where the extension is paid for and nobody is known to have paid', () => {
    const support = lifecycleOf([jammy], '2028-01-01');
    expect(support.state).toBe('unsupported');
    expect(support.extendedUntil).toBe('2032-04-09');
    expect(support.note).toBe(
      'Ubuntu Pro (ESM) goes on until 2032-04-09 where it is paid for; this machine is not known to have it',
    );
    expect(lifecycleOf([jammy], '2028-01-01', 'subscribed').state).toBe('extended');
  });

  it.each([
    [false, 'supported', null],
    [true, 'unsupported', 'support has ended; the date is not known'],
    [undefined, 'unknown', 'the source gives no end of support'],
  ])('whose end is only known as %s is %s', (endOfLife, state, note) => {
    expect(lifecycleOf([row({ endOfLife })], '2026-01-01')).toMatchObject({ state, note, endOfLife: null });
  });

  it('that is not out yet is not called supported', () => {
    expect(lifecycleOf([row({ released: '2027-08-01' })], '2026-01-01')).toMatchObject({
      state: 'unknown',
      note: 'not released yet',
    });
  });

  it('follows the distribution where feeds disagree, and says what the other says', () => {
    const other = row({ feed: 'endoflife', endOfLife: '2026-06-10', endOfExtended: '2028-06-30' });
    for (const rows of [
      [bookworm, other],
      [other, bookworm],
    ] as const) {
      const support = lifecycleOf(rows, '2026-07-01', 'free');
      expect(support).toMatchObject({ source: 'distro-info', state: 'ending', endOfLife: '2026-07-11' });
      expect(support.note).toBe('endoflife says end of life 2026-06-10');
    }
  });

  it('never goes back to supported as days pass', () => {
    const order = ['supported', 'ending', 'extended', 'unsupported'];
    const day = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        day,
        day,
        day,
        day,
        fc.constantFrom('free' as const, 'not-known' as const),
        (a, b, end, extended, entitlement) => {
          const release = row({ endOfLife: end, endOfExtended: extended < end ? end : extended });
          const states = [a, b].sort().map((today) => order.indexOf(lifecycleOf([release], today, entitlement).state));
          expect(states[0]).toBeLessThanOrEqual(states[1]!);
        },
      ),
    );
  });
});

describe('the support of an operating system', () => {
  const rows = [
    bookworm,
    jammy,
    row({ product: 'alpine-linux', label: 'Alpine Linux 3.19', release: '3.19', endOfLife: '2025-11-01' }),
    row({ product: 'almalinux', label: 'AlmaLinux OS 9', release: '9', endOfLife: '2032-05-31' }),
    row({ product: 'rocky-linux', label: 'Rocky Linux 8', release: '8', endOfLife: '2029-05-31' }),
    row({
      product: 'rhel',
      label: 'RHEL 7',
      release: '7',
      endOfLife: '2024-06-30',
      endOfExtended: '2029-05-31',
      extendedName: 'ELS',
    }),
    row({ product: 'centos', label: 'CentOS 8', release: '8', endOfLife: '2021-12-31' }),
    row({ product: 'centos-stream', label: 'CentOS Stream 9', release: '9', endOfLife: '2027-05-31' }),
    row({ product: 'amazon-linux', label: 'Amazon Linux 2023', release: '2023', endOfLife: '2029-06-30' }),
    row({ product: 'macos', label: 'macOS 15 (Sequoia)', release: '15', endOfLife: false }),
    row({ product: 'macos', label: 'macOS 10.15 (Catalina)', release: '10.15', endOfLife: '2026-02-02' }),
  ];
  const judge = (os: OperatingSystem) => lifecycleOfSystem(os, rows, '2026-11-22');

  it.each([
    [{ id: 'debian', version: '12' }, 'Debian 12', 'extended'],
    [{ id: 'debian', version: '12.15' }, 'Debian 12', 'extended'],
    [{ id: 'ubuntu', version: '22.04' }, 'Ubuntu 22.04 LTS', 'supported'],
    [{ id: 'alpine', version: '3.19.1' }, 'Alpine Linux 3.19', 'unsupported'],
    [{ id: 'almalinux', version: '9.4' }, 'AlmaLinux OS 9', 'supported'],
    [{ id: 'rocky', version: '8' }, 'Rocky Linux 8', 'supported'],
    [{ id: 'rhel', version: '7.9' }, 'RHEL 7', 'unsupported'],
    [{ id: 'rhel', version: '7.9', subscriptions: ['els'] }, 'RHEL 7', 'extended'],
    [{ id: 'centos', version: '8' }, 'CentOS 8', 'unsupported'],
    [{ id: 'centos', version: '9' }, 'CentOS Stream 9', 'supported'],
    [{ id: 'amzn', version: '2023.5.20240819' }, 'Amazon Linux 2023', 'supported'],
    [{ id: 'macos', version: '15.7.9' }, 'macOS 15 (Sequoia)', 'supported'],
    [{ id: 'macos', version: '10.15.7' }, 'macOS 10.15 (Catalina)', 'unsupported'],
  ])('of %j is that of %s: %s', (os, label, state) => {
    expect(judge(os)).toMatchObject({ label, state });
  });

  it.each([
    [{ id: 'debian', version: '99' }, 'no feed knows this release'],
    [{ id: 'debian', version: 'unstable' }, 'no feed knows this release'],
    [{ id: 'debian', version: '1' }, 'no feed knows this release'],
    [{ id: 'fedora', version: '44' }, 'the advisory database has no support dates for it'],
    [{ id: 'haiku', version: '1' }, 'no feed has support dates for it'],
    [{ id: 'arch', version: '' }, 'a rolling release: it has no end of support'],
  ])('of %j is unknown, and says why', (os, note) => {
    expect(judge(os)).toMatchObject({ state: 'unknown', note });
  });
});

describe('the support of a Windows build', () => {
  const windows = (product: string, release: string, build: string, endOfLife: string) =>
    row({ product, release, label: release, latest: build, endOfLife });
  const rows = [
    windows('windows', '10-1809-e-lts', '10.0.17763', '2029-01-09'),
    windows('windows', '10-1809-e', '10.0.17763', '2021-05-11'),
    windows('windows', '10-1809-w', '10.0.17763', '2020-11-10'),
    windows('windows-server', '2019', '10.0.17763', '2029-01-09'),
    windows('windows-server', '1809-sac', '10.0.17763', '2020-11-10'),
    windows('windows', '11-23h2-e', '10.0.22631', '2026-11-10'),
    windows('windows', '11-23h2-w', '10.0.22631', '2025-11-11'),
    windows('windows', '11-24h2-e', '10.0.26100', '2027-10-12'),
    windows('windows', '11-24h2-w', '10.0.26100', '2026-10-13'),
    windows('windows-server', '2012-r2', '6.3.9600', '2023-10-10'),
    windows('windows', '8.1', '6.3.9600', '2023-01-10'),
  ];
  const judge = (version: string, name: string | undefined, today: string) =>
    lifecycleOfSystem(name === undefined ? { id: 'windows', version } : { id: 'windows', version, name }, rows, today);

  it.each([
    ['10.0.17763.6414', 'Windows Server 2019', '2019', 'supported'],
    ['10.0.17763.6414', 'Windows Server 2019 (Server Core installation)', '2019', 'supported'],
    ['10.0.17763.6414', 'Windows 10 Enterprise', '10-1809-e', 'unsupported'],
    ['10.0.17763.6414', 'Windows 10 Enterprise LTSC 2019', '10-1809-e-lts', 'supported'],
    ['10.0.22631.4317', 'Windows 11 Pro', '11-23h2-w', 'unsupported'],
    ['6.3.9600.22221', 'Windows Server 2012 R2', '2012-r2', 'unsupported'],
  ])('%s of %s is release %s: %s', (version, name, release, state) => {
    expect(judge(version, name, '2026-01-15')).toMatchObject({ release, state });
  });

  it('is unknown where it depends on an edition that is not known, with the dates of each', () => {
    const support = judge('10.0.22631.4317', 'Windows 11 Version 23H2 for x64-based Systems', '2026-01-15');
    expect(support.state).toBe('unknown');
    expect(support.note).toBe('depends on the edition: 11-23h2-w ended 2025-11-11, 11-23h2-e until 2026-11-10');
  });

  it('is decided where every edition agrees, or the first to end is near', () => {
    expect(judge('10.0.22631.1', 'Windows 11', '2027-01-01').state).toBe('unsupported');
    expect(judge('10.0.26100.1', 'Windows 11', '2026-01-01')).toMatchObject({
      state: 'supported',
      endOfLife: '2026-10-13',
    });
    expect(judge('10.0.26100.1', 'Windows 11', '2026-10-01')).toMatchObject({
      state: 'ending',
      endOfLife: '2026-10-13',
    });
  });

  it('is unknown for a build no feed has', () => {
    expect(judge('10.0.99999.1', undefined, '2026-01-01')).toMatchObject({
      state: 'unknown',
      note: 'no feed knows this build',
    });
  });
});

describe('the support of an installed package', () => {
  const framework = row({
    product: 'exampleframework',
    label: 'Example Framework 4.2',
    release: '4.2',
    endOfLife: '2026-04-30',
    identifiers: ['pkg:npm/%40example/core', 'pkg:deb/debian/example', 'pkg:rpm/redhat/example', 'repology:example'],
  });

  it('is found by its package URL, whatever the version, qualifiers and escaping', () => {
    for (const purl of [
      'pkg:npm/%40example/core@4.2.11',
      'pkg:npm/@example/core@4.2.11?arch=x#lib',
      'pkg:NPM/%40example/core@4.2.11',
    ])
      expect(lifecycleOfPackage(pkg({ purl, version: '4.2.11' }), [framework], '2026-05-01')?.state).toBe(
        'unsupported',
      );
  });

  it('is not asked for another package whose name only begins or ends alike', () => {
    for (const purl of ['pkg:npm/core@4.2.11', 'pkg:npm/%40example/core-js@4.2.11', 'pkg:pypi/%40example/core@4.2.11'])
      expect(lifecycleOfPackage(pkg({ purl, version: '4.2.11' }), [framework], '2026-05-01')).toBeUndefined();
  });

  it.each([
    'pkg:deb/debian/example@4.2.11-1?arch=amd64',
    'pkg:rpm/redhat/example@4.2.11',
    'pkg:apk/alpine/example@4.2.11-r0',
  ])('is never judged by its makers’ dates when a distribution packages it: %s', (purl) => {
    const distributed = pkg({ purl, name: 'example', version: '4.2.11' });
    expect(lifecycleIdentifierOf(distributed)).toBeUndefined();
    expect(lifecycleOfPackage(distributed, [framework], '2026-05-01')).toBeUndefined();
  });

  it('is not judged either when it lies inside a distribution’s package', () => {
    const inside = pkg({ purl: 'pkg:npm/%40example/core@4.2.11', version: '4.2.11', owner: 'node-example-core' });
    expect(lifecycleOfPackage(inside, [framework], '2026-05-01')).toBeUndefined();
  });

  it('is unknown for a release the feed does not have', () => {
    const newer = pkg({ purl: 'pkg:npm/%40example/core@7.0.0', version: '7.0.0' });
    expect(lifecycleOfPackage(newer, [framework], '2026-05-01')).toMatchObject({
      state: 'unknown',
      note: 'no feed knows this release',
    });
  });
});

describe('a flatpak', () => {
  const purl = 'pkg:generic/flatpak/org.example.Platform@0123abcd?arch=x86_64&branch=43';
  const of = (each: string) => lifecycleOfPackage(pkg({ purl: each, name: 'org.example.Platform' }), [], '2026-05-01');

  it('that its remote has given up is unsupported, whatever the feeds know', () => {
    expect(of(`${purl}&support=ended`)).toMatchObject({
      state: 'unsupported',
      label: 'org.example.Platform 43',
      source: 'flatpak',
      note: 'its remote says that it is at its end of life',
    });
  });

  it('of which nobody says anything is not judged', () => {
    expect(of(purl)).toBeUndefined();
    expect(of(`${purl}&unsupport=ended`)).toBeUndefined();
  });
});

describe('the support of Debian source packages', () => {
  const ended = (label: string, release: string, endOfLife: string) =>
    row({ feed: 'debian-security-support', product: 'debian-source', label, release, endOfLife, note: 'words' });
  const limited = (label: string) =>
    row({
      feed: 'debian-security-support',
      product: 'debian-source',
      label,
      release: '*',
      note: 'security support is limited',
    });
  const rows = [
    ended('oldlib', '12', '2026-06-12'),
    ended('pear-.*', '12', '2026-12-31'),
    ended('oldlib2.4', '11', '2020-01-01'),
    limited('gofer.*'),
    limited('oldlib'),
  ];
  const installed = (source: string, ecosystem = 'Debian:12') =>
    pkg({
      purl: `pkg:deb/debian/${source}-bin@1`,
      ecosystem,
      name: `${source}-bin`,
      source: { name: source, version: '1' },
    });
  const judge = (...packages: Package[]) =>
    lifecyclesOfDebianSources(packages, rows, '2026-11-22').map(({ label, state }) => `${label}: ${state}`);

  it('ends where Debian says so, by source package and release', () => {
    expect(judge(installed('oldlib'), installed('oldlib'), installed('curl'))).toEqual([
      'oldlib in Debian 12: unsupported',
    ]);
    expect(judge(installed('oldlib2.4'))).toEqual([]);
    expect(judge(installed('oldlib2.4', 'Debian:11'))).toEqual(['oldlib2.4 in Debian 11: unsupported']);
  });

  it('is known for every package a beginning stands for, and for no other', () => {
    expect(judge(installed('pear-mail'), installed('gofer-1.19'), installed('apear-'), installed('xgofer'))).toEqual([
      'pear-mail in Debian 12: ending',
      'gofer-1.19 in Debian 12: supported',
    ]);
  });

  it('takes the dots of a name for dots', () => {
    expect(judge(installed('oldlib2x4', 'Debian:11'))).toEqual([]);
  });

  it('says nothing of other distributions', () => {
    expect(judge(installed('curl', 'Ubuntu:22.04'), installed('oldlib', 'Ubuntu:22.04:LTS'))).toEqual([]);
  });
});

describe('the support of an inventory', () => {
  const source: LifecycleSource = {
    product: (name) =>
      [
        bookworm,
        row({
          feed: 'debian-security-support',
          product: 'debian-source',
          label: 'oldlib',
          release: '12',
          endOfLife: '2026-06-12',
        }),
      ].filter((candidate) => candidate.product === name),
    identifier: (purl) =>
      purl === 'pkg:npm/examplejs'
        ? [
            row({
              product: 'examplejs',
              label: 'Example.js 1',
              release: '1',
              endOfLife: '2026-12-01',
              identifiers: [purl],
            }),
          ]
        : [],
  };

  it('puts the system first and then the worst, and leaves out what is plainly supported', () => {
    const packages = [
      pkg({}),
      pkg({ purl: 'pkg:deb/debian/oldlib@1', ecosystem: 'Debian:12', source: { name: 'oldlib', version: '1' } }),
    ];
    const answer = lifecyclesOfInventory({ id: 'debian', version: '12' }, packages, source, '2026-11-22');
    expect(answer.map(({ label, state }) => [label, state])).toEqual([
      ['Debian 12', 'extended'],
      ['oldlib in Debian 12', 'unsupported'],
      ['Example.js 1', 'ending'],
    ]);
    expect(
      lifecyclesOfInventory({ id: 'debian', version: '12' }, packages, source, '2026-05-01').map(({ label }) => label),
    ).toEqual(['Debian 12', 'oldlib in Debian 12']);
  });

  it('never throws, whatever the names and versions', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (id, version, purl) => {
        const os = { id, version };
        expect(productsOfSystem(os).length).toBeLessThanOrEqual(2);
        expect(lifecyclesOfInventory(os, [pkg({ purl, version })], source, '2026-11-22')[0]?.state).toBeDefined();
      }),
    );
  });
});
