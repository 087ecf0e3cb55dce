// OSV records of every publisher, as advisories.
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize } from './normalize.ts';

const range = (...events: object[]) => ({ type: 'ECOSYSTEM', events });
const pkg = (ecosystem: string, name = 'p', more: object = {}) => ({ package: { ecosystem, name, ...more } });

function read(record: object, ecosystem = 'npm'): Advisory {
  const normalized = normalize({ id: 'X-1', ...record }, ecosystem, 'x.json');
  if (!normalized.ok) throw new Error(normalized.reason);
  expect(normalized.problems).toEqual([]);
  return normalized.advisory;
}

const affectedOf = (affected: object, ecosystem = 'npm') => read({ affected: [affected] }, ecosystem).affected;

describe('an OSV record', () => {
  it('keeps its names, dates, severity and page', () => {
    const advisory = read({
      id: 'GHSA-aaaa-bbbb-cccc',
      summary: 'Something\n bad',
      published: '2024-01-02T03:04:05Z',
      modified: '2024-02-02T00:00:00.123Z',
      withdrawn: '2024-03-03T00:00:00Z',
      aliases: ['CVE-2024-1', 7, ''],
      upstream: ['CVE-2024-2'],
      related: ['CVE-2024-3'],
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }, 'nonsense'],
      database_specific: { severity: 'MODERATE' },
      references: [
        { type: 'WEB', url: 'https://example.org/web' },
        { type: 'ADVISORY', url: 'https://example.org/advisory' },
      ],
      affected: [{ ...pkg('npm'), versions: ['1.0.0'], severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' }] }],
    });
    expect(advisory).toEqual({
      id: 'GHSA-aaaa-bbbb-cccc',
      summary: 'Something bad',
      published: '2024-01-02T03:04:05Z',
      modified: '2024-02-02T00:00:00.123Z',
      withdrawn: '2024-03-03T00:00:00Z',
      aliases: ['CVE-2024-1'],
      upstream: ['CVE-2024-2'],
      related: ['CVE-2024-3'],
      severity: [
        { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' },
        { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' },
        { type: 'GHSA', score: 'MODERATE' },
      ],
      affected: [{ ecosystem: 'npm', name: 'p', ranges: [], versions: ['1.0.0'], vendor: {} }],
      url: 'https://example.org/advisory',
    });
  });

  it('has no date where the publisher writes year 1', () => {
    expect(read({ published: '0001-01-01T00:00:00Z', withdrawn: '0001-01-01T00:00:00Z' })).toMatchObject({
      published: undefined,
      withdrawn: undefined,
    });
  });

  it('tells with its details where it has no summary', () => {
    expect(read({ details: 'Long story.\n\nMore.' }).summary).toBe('Long story. More.');
  });

  it('is read when it is about malware, which has no CVE', () => {
    const [affected] = read({
      id: 'MAL-2024-1',
      affected: [{ ...pkg('npm', 'evil'), ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }],
    }).affected;
    expect(affected).toMatchObject({ name: 'evil', ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] });
  });
});

describe('ranges', () => {
  it('keep every event in the order written, in several ranges', () => {
    const ranges = [
      range({ fixed: '2' }, { introduced: '0' }, { introduced: '3' }, { last_affected: '4' }),
      { type: 'SEMVER', events: [{ introduced: '5.0.0' }, { limit: '6.0.0' }, { limit: '*' }] },
    ];
    expect(affectedOf({ ...pkg('npm'), ranges })[0]?.ranges).toEqual([
      { type: 'ECOSYSTEM', events: [{ fixed: '2' }, { introduced: '0' }, { introduced: '3' }, { lastAffected: '4' }] },
      { type: 'SEMVER', events: [{ introduced: '5.0.0' }, { limit: '6.0.0' }] },
    ]);
  });

  it('of commits go where there is anything else to judge by, and stay where they are all there is', () => {
    const git = { type: 'GIT', repo: 'https://example.org/x', events: [{ introduced: '0' }, { fixed: 'abc' }] };
    expect(affectedOf({ ...pkg('npm'), ranges: [git, range({ introduced: '0' })] })[0]?.ranges).toEqual([
      { type: 'ECOSYSTEM', events: [{ introduced: '0' }] },
    ]);
    expect(affectedOf({ ...pkg('npm'), ranges: [git], versions: ['1'] })[0]?.ranges).toEqual([]);
    expect(affectedOf({ ...pkg('npm'), ranges: [git] })[0]?.ranges).toEqual([
      { type: 'GIT', events: [{ introduced: '0' }, { fixed: 'abc' }] },
    ]);
  });

  it('without a version that was last known to be affected keep what OSV says: everything since', () => {
    const affected = {
      ...pkg('npm'),
      ranges: [range({ introduced: '0' })],
      database_specific: { last_known_affected_version_range: '<= 1.2' },
    };
    expect(affectedOf(affected)[0]?.ranges).toEqual([{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }]);
  });

  it('make the enumerated versions of a distribution redundant, never those of a language', () => {
    const both = { ranges: [range({ introduced: '0' }, { fixed: '2-1' })], versions: ['1-1', '1-2'] };
    expect(affectedOf({ ...pkg('Debian:12'), ...both }, 'Debian')[0]?.versions).toEqual([]);
    expect(affectedOf({ ...pkg('Debian:12'), versions: ['1-1'] }, 'Debian')[0]?.versions).toEqual(['1-1']);
    expect(affectedOf({ ...pkg('PyPI'), ...both }, 'PyPI')[0]?.versions).toEqual(['1-1', '1-2']);
  });
});

describe('packages of other ecosystems', () => {
  it('are left to their own archives, as is a repository without a package', () => {
    const ranges = [range({ introduced: '0' })];
    const record = { affected: [{ ...pkg('PyPI'), ranges }, { ranges }, { ...pkg('npm', 'mine'), ranges }] };
    expect(read(record, 'npm').affected.map(({ name }) => name)).toEqual(['mine']);
  });
});

describe('what vendors say beside the ranges', () => {
  const ranges = [range({ introduced: '0' })];

  it('Debian: unimportant and end-of-life are states, the others its scale', () => {
    const affected = ['unimportant', 'end-of-life', 'not yet assigned', 'medium'].map((urgency) => ({
      ...pkg('Debian:12'),
      ranges,
      ecosystem_specific: { urgency },
    }));
    const advisory = read({ id: 'DEBIAN-CVE-2024-1', affected }, 'Debian');
    expect(advisory.affected.map(({ vendor }) => vendor)).toEqual([
      { state: 'unimportant' },
      { state: 'end-of-life' },
      {},
      {},
    ]);
    expect(advisory.severity).toEqual([{ type: 'Debian', score: 'medium' }]);
  });

  it('Ubuntu: one release key, the pocket apart, the status as a state', () => {
    const row = (ecosystem: string, ubuntu_status: string, pocket?: string) => ({
      ...pkg(ecosystem),
      ranges,
      ecosystem_specific: { ubuntu_status, pocket },
    });
    const affected = [
      row('Ubuntu:22.04:LTS', 'needed', 'jammy'),
      row('Ubuntu:Pro:22.04:LTS', 'deferred (2022-09-01)', 'esm-apps/jammy'),
      row('Ubuntu:Pro:20.04:LTS', 'ignored (end of life)'),
      row('Ubuntu:20.04:LTS', 'released (1.2)'),
      row('Ubuntu:24.10', 'needs-triage'),
      row('Ubuntu:22.04:LTS', 'not-affected', 'jammy'),
      row('Ubuntu:22.04:LTS', 'DNE', 'jammy'),
    ];
    expect(read({ affected }, 'Ubuntu').affected.map(({ ecosystem, vendor }) => [ecosystem, vendor])).toEqual([
      ['Ubuntu:22.04', { pocket: 'jammy' }],
      ['Ubuntu:22.04', { pocket: 'esm-apps/jammy', state: 'deferred', reason: '2022-09-01' }],
      ['Ubuntu:20.04', { pocket: 'pro/focal', state: 'ignored', reason: 'end of life' }],
      ['Ubuntu:20.04', { pocket: 'focal' }],
      ['Ubuntu:24.10', { pocket: 'oracular', state: 'needs-triage' }],
    ]);
  });

  it('Rocky: the stream of the purl', () => {
    const purl = 'pkg:rpm/rocky-linux/p?distro=rocky-linux-8-6-legacy&epoch=0';
    expect(affectedOf({ ...pkg('Rocky Linux:8', 'p', { purl }), ranges }, 'Rocky Linux')[0]?.vendor).toEqual({
      stream: 'rocky-linux-8-6-legacy',
    });
  });

  it('RustSec: informational advisories', () => {
    const named = (informational: string | null) =>
      affectedOf({ ...pkg('crates.io'), ranges, database_specific: { informational } }, 'crates.io')[0]?.vendor;
    expect(named('unmaintained')).toEqual({ informational: 'unmaintained' });
    expect(named(null)).toEqual({});
  });
});

describe('module streams', () => {
  const modular = {
    ...pkg('AlmaLinux:9', 'nodejs'),
    ranges: [range({ introduced: '0' }, { fixed: '1:18.2-1.module_el9.7.0+1+2' })],
  };
  const plain = { ...pkg('AlmaLinux:9', 'bash'), ranges: [range({ introduced: '0' }, { fixed: '5.1-2.el9' })] };
  const streams = (summary: string) =>
    read({ summary, affected: [modular, plain] }, 'AlmaLinux').affected.map(({ name, vendor }) => [
      name,
      vendor.module,
    ]);

  it.each([
    ['Important: nodejs:18 security update', ['nodejs:18']],
    ['Red Hat Security Advisory: postgresql:12 security update', ['postgresql:12']],
    ['Moderate: 389-ds:1.4 security and bug fix update', ['389-ds:1.4']],
    [
      'Moderate: virt:rhel and virt-devel:rhel security, bug fix, and enhancement update',
      ['virt:rhel', 'virt-devel:rhel'],
    ],
    ['ALSA-2022:5468: php:8.0 security update (Important)', ['php:8.0']],
    ['Important: varnish security update', [undefined]],
    ['Red Hat Security Advisory: nodejs : security update', [undefined]],
  ])('of %j are given to modular builds only', (summary, modules) => {
    expect(streams(summary)).toEqual([...modules.map((module) => ['nodejs', module]), ['bash', undefined]]);
  });
});

describe('records that cannot be read', () => {
  it.each([null, 7, [], {}, { id: '' }, { id: 'a b' }, { id: 5 }])(
    '%j is refused by the name of its file',
    (record) => {
      expect(normalize(record, 'npm', 'x.json')).toEqual({
        ok: false,
        record: 'x.json',
        reason: 'the record has no usable id',
      });
    },
  );

  it('keep the parts that can be read and name the others', () => {
    const record = {
      id: 'X-2',
      affected: [
        { ...pkg('npm', 'good'), ranges: [range({ introduced: '0' })] },
        {
          ...pkg('npm', 'half'),
          ranges: [{ type: 'NEW', events: [] }, range({ introduced: 1 }, {}, { introduced: '2' })],
        },
        pkg('npm', 'empty'),
        { package: { ecosystem: 'npm' } },
        { package: {} },
      ],
    };
    const normalized = normalize(record, 'npm', 'x.json');
    expect(normalized).toMatchObject({
      ok: true,
      advisory: { affected: [{ name: 'good' }, { name: 'half', ranges: [{ events: [{ introduced: '2' }] }] }] },
      problems: [
        'a range has the type "NEW"',
        "an event's introduced is not a version",
        'an event says nothing known',
        'an event says nothing known',
        'nothing says which versions of empty are affected',
        'an affected package of npm has no usable name',
        'an affected package has no ecosystem',
      ],
    });
  });

  it('never throw, whatever they hold', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('Debian:12', 'npm', 'Ubuntu:22.04:LTS', 'AlmaLinux:9', 'ECOSYSTEM', '0'),
    );
    const part = fc.record(
      {
        package: fc.oneof(anything, fc.record({ ecosystem: anything, name: anything, purl: anything })),
        ranges: fc.oneof(
          anything,
          fc.array(
            fc.record({ type: anything, events: fc.oneof(anything, fc.array(fc.record({ introduced: anything }))) }),
          ),
        ),
        versions: anything,
        severity: anything,
        ecosystem_specific: anything,
      },
      { requiredKeys: [] },
    );
    const record = fc.record(
      {
        id: fc.constant('X-3'),
        summary: anything,
        affected: fc.oneof(anything, fc.array(part)),
        severity: anything,
        references: anything,
        aliases: anything,
        database_specific: anything,
      },
      { requiredKeys: ['id'] },
    );
    fc.assert(
      fc.property(
        fc.oneof(record, fc.jsonValue()),
        fc.constantFrom('npm', 'Debian', 'Ubuntu', 'AlmaLinux', 'Rocky Linux', 'crates.io'),
        (value, ecosystem) => {
          const normalized = normalize(value, ecosystem, 'x.json');
          if (normalized.ok)
            for (const { ranges, versions } of normalized.advisory.affected)
              expect(ranges.length + versions.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
