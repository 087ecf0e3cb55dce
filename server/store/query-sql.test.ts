// Queries in SQL on a real PostgreSQL find exactly what the language's own meaning finds in memory.
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '@suture/core/query/arbitrary-query.fixture.ts';
import { correlate } from '@suture/core/query/correlate.ts';
import type { Resource } from '@suture/core/query/field.ts';
import type { FieldName } from '@suture/core/query/fields.ts';
import { matchesQuery } from '@suture/core/query/matches.ts';
import type { Row } from '@suture/core/query/matches.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import { printQuery } from '@suture/core/query/print.ts';
import type { Query } from '@suture/core/query/query.ts';
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import { queryContext } from '../actions/query-context.ts';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { countDue } from './endpoint-classes.ts';
import { queriedEndpoints } from './queried-endpoints.ts';
import { queriedFindings } from './queried-findings.ts';
import { queriedPackages } from './queried-packages.ts';
import { compileQuery } from './query-sql.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const hour = 3_600_000;
const organisation = randomUUID() as OrganisationId;
const database = useDatabase();

type Values = Partial<Record<FieldName, readonly (string | number | boolean)[]>>;

// Each package is written down twice, as rows and as what the language may ask of it: neither is made from the other.
interface Package {
  readonly columns: {
    readonly name: string;
    readonly version: string;
    readonly ecosystem: string | null;
    readonly purl: string;
    readonly source: string;
    readonly detail: object;
  };
  readonly values: Values;
  readonly findings: readonly Finding[];
}
interface Finding {
  readonly columns: {
    readonly vulnerability: string;
    readonly state: string;
    readonly fixed: string | null;
    readonly aliases: readonly string[];
    readonly advisories: readonly string[];
  };
  /** A name of `groups`; undefined: it is not weighed yet. */
  readonly group: string | undefined;
  readonly values: Values;
  /** On endpoints that face the internet, or may; and on others. */
  readonly exposed: Values;
  readonly internal: Values;
}

const finding = (
  name: string,
  vulnerability: string,
  state: string,
  fixed: string | null,
  aliases: readonly string[],
  advisories: readonly string[],
  group: string | undefined,
): Finding => ({
  columns: { vulnerability, state, fixed, aliases, advisories },
  group,
  exposed: { overdue: [false], ...risks[group ?? '']?.exposed },
  internal: { overdue: [false], ...risks[group ?? '']?.internal },
  values: {
    severity: ['unknown'],
    ...risks[group ?? '']?.values,
    ...known[vulnerability]?.values,
    finding: [name, vulnerability, ...aliases],
    vulnerability: [vulnerability, ...aliases],
    advisory: advisories,
    state: [state],
    fix: [fixed === null ? 'none' : 'available'],
  },
});

const known: Readonly<Record<string, { readonly columns: readonly unknown[]; readonly values: Values }>> = {
  'CVE-2026-1': {
    columns: [true, false, 0.1, '2026-11-20T10:00:00Z'],
    values: { exploited: [true], ransomware: [false], epss: [0.1], found: [Date.UTC(2026, 10, 20, 10)] },
  },
  'CVE-2026-2': {
    columns: [false, false, 0.05, '2025-03-01T00:00:00Z'],
    values: { exploited: [false], ransomware: [false], epss: [0.05], found: [Date.UTC(2025, 2, 1)] },
  },
  'CVE-2026-9': { columns: [null, null, null, '2026-01-01T00:00:00Z'], values: {} },
};

/** Severity, score, published, due on endpoints that face the internet, and on others. */
const groups: Readonly<Record<string, readonly unknown[]>> = {
  worst: ['critical', 9.8, '2026-01-15T10:00:00Z', '2026-11-20', '2026-11-25'],
  least: ['low', 3.1, null, null, null],
  today: ['unknown', null, '2026-02-28T23:59:59.999Z', '2026-11-22', null],
};
type Risk = Readonly<Record<'values' | 'exposed' | 'internal', Values>>;
const risks: Readonly<Record<string, Risk>> = {
  worst: {
    values: { severity: ['critical'], cvss: [9.8], published: [Date.UTC(2026, 0, 15, 10)] },
    exposed: { due: [Date.UTC(2026, 10, 20)], overdue: [true] },
    internal: { due: [Date.UTC(2026, 10, 25)] },
  },
  least: { values: { severity: ['low'], cvss: [3.1] }, exposed: {}, internal: {} },
  today: {
    values: { published: [Date.UTC(2026, 1, 28, 23, 59, 59, 999)] },
    exposed: { due: [Date.UTC(2026, 10, 22)] },
    internal: {},
  },
};

/** Package, installed, candidate, security, cause of holding back. */
type Offer = readonly [string, string, string, boolean | null, string | null];
const offers: readonly (readonly Offer[])[] = [
  [['libssl3', '3.0.9-1', '3.0.15-1', true, null]],
  [['libssl3', '3.0.9-1', '3.0.11-1', null, 'phasing']],
  [['Grüße_100%', '1.10.0', '1.11.0', false, null]],
  // Nothing of it is about what is installed but the last.
  [
    ['libssl3', '3.0.14-1', '3.0.16-1', true, null],
    ['libssl', '3.0.15-1', '3.0.16-1', true, null],
    ['libssl3', '3.0.15-1', '3.0.16-1', true, null],
  ],
];

const packages: readonly Package[] = [
  {
    columns: {
      name: 'libssl3',
      version: '3.0.9-1',
      ecosystem: 'Debian:12',
      purl: 'pkg:deb/debian/libssl3@3.0.9-1',
      source: 'openssl',
      detail: { hold: true, origin: 'Debian' },
    },
    values: {
      package: ['libssl3'],
      version: ['3.0.9-1'],
      ecosystem: ['Debian:12'],
      purl: ['pkg:deb/debian/libssl3@3.0.9-1'],
      source: ['openssl'],
      hold: [true],
      origin: ['Debian'],
    },
    findings: [
      finding('libssl3', 'CVE-2026-1', 'affected', '3.0.15-1', ['GHSA-aaaa'], ['DSA-1', 'CVE-2026-1'], 'worst'),
      finding('libssl3', 'CVE-2026-2', 'no-fix', null, [], ['CVE-2026-2'], 'least'),
    ],
  },
  {
    columns: {
      name: 'libssl3',
      version: '3.0.15-1',
      ecosystem: 'Debian:12',
      purl: 'pkg:deb/debian/libssl3@3.0.15-1',
      source: 'openssl',
      detail: {},
    },
    values: {
      package: ['libssl3'],
      version: ['3.0.15-1'],
      ecosystem: ['Debian:12'],
      purl: ['pkg:deb/debian/libssl3@3.0.15-1'],
      source: ['openssl'],
      hold: [false],
    },
    findings: [finding('libssl3', 'CVE-2026-2', 'no-fix', null, [], ['CVE-2026-2'], 'least')],
  },
  {
    columns: {
      name: 'Grüße_100%',
      version: '1.10.0',
      ecosystem: 'npm',
      purl: 'pkg:npm/Grüße_100%@1.10.0',
      source: 'Grüße_100%',
      detail: { origin: 'a "b" \\c' },
    },
    values: {
      package: ['Grüße_100%'],
      version: ['1.10.0'],
      ecosystem: ['npm'],
      purl: ['pkg:npm/Grüße_100%@1.10.0'],
      source: ['Grüße_100%'],
      hold: [false],
      origin: ['a "b" \\c'],
    },
    findings: [
      finding('Grüße_100%', 'GHSA-bbbb', 'will-not-fix', '2.0.0', ['CVE-2026-3', 'CVE-2026-4'], ['GHSA-bbbb'], 'today'),
    ],
  },
  {
    columns: {
      name: 'none',
      version: '(epss>0.1)',
      ecosystem: null,
      purl: 'pkg:generic/none',
      source: 'x',
      detail: {},
    },
    values: { package: ['none'], version: ['(epss>0.1)'], purl: ['pkg:generic/none'], source: ['x'], hold: [false] },
    findings: [],
  },
  {
    columns: {
      name: 'ΟΔΟΣ',
      version: '0.9',
      ecosystem: 'Debian:12',
      purl: 'pkg:deb/debian/odos@0.9',
      source: 'OR',
      detail: {},
    },
    values: {
      package: ['ΟΔΟΣ'],
      product: ['deb:OR'],
      version: ['0.9'],
      ecosystem: ['Debian:12'],
      purl: ['pkg:deb/debian/odos@0.9'],
      source: ['OR'],
      hold: [false],
    },
    findings: [finding('ΟΔΟΣ', 'CVE-2026-1', 'undetermined', null, ['GHSA-aaaa'], ['DSA-1'], undefined)],
  },
];

/** Indexes of packages. The second holds a package of the first again, as two adapters may. */
const sets: readonly (readonly number[])[] = [[0, 3], [1, 2, 4], [2], []];

interface Machine {
  readonly columns: {
    readonly name: string;
    readonly state: string;
    readonly os: string | null;
    readonly release: string | null;
    readonly tags: readonly string[];
    readonly criticality: number;
    readonly exposure: string;
    readonly facts: object;
    readonly enrolled: number;
    readonly seen: number | null;
    readonly booted?: number;
  };
  /** Adapter, status, set. */
  readonly sections: readonly (readonly [string, string, number | null])[];
  /** Adapter, status, index of `offers`. */
  readonly available: readonly (readonly [string, string, number | null])[];
  /** By index of `packages`. */
  readonly offered: Readonly<Record<number, Values>>;
  readonly values: Values;
}

const machines: readonly Machine[] = [
  {
    columns: {
      name: 'web-1',
      state: 'active',
      os: 'debian',
      release: '12',
      tags: ['web', 'Prod'],
      criticality: 3,
      exposure: 'internet',
      facts: {
        hostname: 'web-1',
        kernel: '6.1.0-18',
        arch: 'x86_64',
        virtualization: 'kvm',
        rebootRequired: true,
        agentVersion: '0.1.0',
      },
      booted: NOW - 31 * 24 * hour,
      enrolled: NOW - 30 * 24 * hour,
      seen: NOW - hour,
    },
    sections: [
      ['apt', 'complete', 0],
      ['npm', 'complete', 2],
    ],
    available: [['apt', 'complete', 0]],
    offered: {
      0: { update: ['available'], security: [true], candidate: ['3.0.15-1'] },
      2: { update: ['unknown'] },
      3: { update: ['none'] },
    },
    values: {
      lifecycle: ['ending'],
      booted: [NOW - 31 * 24 * hour],
      endpoint: ['web-1'],
      enrolment: ['active'],
      os: ['debian'],
      release: ['12'],
      tag: ['web', 'Prod'],
      criticality: ['high'],
      exposure: ['internet'],
      kernel: ['6.1.0-18'],
      arch: ['x86_64'],
      virtualization: ['kvm'],
      reboot: [true],
      agent: ['0.1.0'],
      enrolled: [NOW - 30 * 24 * hour],
      seen: [NOW - hour],
      adapter: ['apt', 'npm'],
      inventory: ['complete'],
    },
  },
  {
    columns: {
      name: 'web-2',
      state: 'active',
      os: 'debian',
      release: '12',
      tags: ['web'],
      criticality: 2,
      exposure: 'internal',
      facts: {
        hostname: 'web-2',
        kernel: '6.1.0-18',
        arch: 'x86_64',
        virtualization: null,
        rebootRequired: false,
        agentVersion: '0.1.0',
      },
      booted: NOW - hour,
      enrolled: Date.UTC(2026, 1, 28),
      seen: NOW - 24 * hour,
    },
    sections: [
      ['apt', 'complete', 0],
      ['npm', 'complete', 2],
    ],
    available: [
      ['apt', 'complete', 1],
      ['npm', 'complete', 2],
    ],
    offered: {
      0: { update: ['held'], candidate: ['3.0.11-1'] },
      2: { update: ['available'], security: [false], candidate: ['1.11.0'] },
      3: { update: ['none'] },
    },
    values: {
      lifecycle: ['ending'],
      booted: [NOW - hour],
      endpoint: ['web-2'],
      enrolment: ['active'],
      os: ['debian'],
      release: ['12'],
      tag: ['web'],
      criticality: ['normal'],
      exposure: ['internal'],
      kernel: ['6.1.0-18'],
      arch: ['x86_64'],
      reboot: [false],
      agent: ['0.1.0'],
      enrolled: [Date.UTC(2026, 1, 28)],
      seen: [NOW - 24 * hour],
      adapter: ['apt', 'npm'],
      inventory: ['complete'],
    },
  },
  {
    columns: {
      name: 'DB-1',
      state: 'quarantined',
      os: 'ubuntu',
      release: '22.04',
      tags: ['lab', '-x'],
      criticality: 0,
      exposure: 'unknown',
      facts: {
        hostname: 'DB-1',
        kernel: '5.15',
        arch: 'aarch64',
        virtualization: 'none',
        rebootRequired: null,
        agentVersion: '0.2.0-rc.1',
      },
      enrolled: Date.UTC(2026, 1, 28, 23, 59, 59, 999),
      seen: null,
    },
    sections: [
      ['apt', 'partial', 1],
      ['npm', 'complete', 2],
      ['flatpak', 'failed', null],
    ],
    available: [
      ['apt', 'partial', 3],
      ['npm', 'failed', null],
    ],
    offered: {
      1: { update: ['available'], security: [true], candidate: ['3.0.16-1'] },
      2: { update: ['unknown'] },
      4: { update: ['unknown'] },
    },
    values: {
      lifecycle: ['unsupported'],
      endpoint: ['DB-1'],
      enrolment: ['quarantined'],
      os: ['ubuntu'],
      release: ['22.04'],
      tag: ['lab', '-x'],
      criticality: ['lowest'],
      exposure: ['unknown'],
      kernel: ['5.15'],
      arch: ['aarch64'],
      virtualization: ['none'],
      agent: ['0.2.0-rc.1'],
      enrolled: [Date.UTC(2026, 1, 28, 23, 59, 59, 999)],
      adapter: ['apt', 'npm', 'flatpak'],
      inventory: ['failed'],
    },
  },
  {
    columns: {
      name: 'new',
      state: 'pending',
      os: null,
      release: null,
      tags: [],
      criticality: 4,
      exposure: 'unknown',
      facts: {},
      enrolled: NOW,
      seen: null,
    },
    sections: [],
    available: [],
    offered: {},
    values: {
      lifecycle: ['unknown'],
      endpoint: ['new'],
      enrolment: ['pending'],
      criticality: ['highest'],
      exposure: ['unknown'],
      enrolled: [NOW],
      inventory: ['none'],
    },
  },
  {
    columns: {
      name: 'arch-1',
      state: 'revoked',
      os: 'arch',
      release: '',
      tags: ['os:debian', 'none'],
      criticality: 1,
      exposure: 'internal',
      facts: {
        hostname: 'arch-1',
        kernel: '6.12',
        arch: 'x86_64',
        virtualization: 'lxc',
        rebootRequired: false,
        agentVersion: 'dev',
      },
      enrolled: Date.UTC(2026, 2, 1),
      seen: Date.UTC(2024, 1, 29, 23, 59, 30),
    },
    // It is revoked: what it had counts no more.
    sections: [['pacman', 'partial', 0]],
    available: [['pacman', 'complete', 0]],
    offered: {},
    values: {
      lifecycle: ['unknown'],
      endpoint: ['arch-1'],
      enrolment: ['revoked'],
      os: ['arch'],
      tag: ['os:debian', 'none'],
      criticality: ['low'],
      exposure: ['internal'],
      kernel: ['6.12'],
      arch: ['x86_64'],
      virtualization: ['lxc'],
      reboot: [false],
      agent: ['dev'],
      enrolled: [Date.UTC(2026, 2, 1)],
      seen: [Date.UTC(2024, 1, 29, 23, 59, 30)],
      adapter: ['pacman'],
      inventory: ['partial'],
    },
  },
];

// What the language's meaning is asked of.
const none: readonly Row[] = [];
const row = (values: Values, ofPackages: readonly Row[], ofFindings: readonly Row[]): Row => ({
  values: (field) => values[field] ?? [],
  many: (about) => (about === 'package' ? ofPackages : ofFindings),
});
interface Placed {
  readonly key: string;
  readonly row: Row;
}
const isInService = ({ columns }: Machine): boolean => columns.state === 'active' || columns.state === 'quarantined';
const installedOn = ({ sections, ...machine }: Machine) => [
  ...new Set(
    (isInService({ sections, ...machine }) ? sections : []).flatMap(([, , set]) =>
      set === null ? [] : (sets[set] ?? []),
    ),
  ),
];
const findingsOn = (machine: Machine, index: number): readonly Placed[] =>
  (packages[index]?.findings ?? []).map((each) => ({
    key: `${each.columns.vulnerability} ${index}`,
    row: row(
      {
        ...machine.values,
        ...packages[index]?.values,
        ...machine.offered[index],
        ...each.values,
        ...(machine.columns.exposure === 'internal' ? each.internal : each.exposed),
      },
      none,
      none,
    ),
  }));
const packagesOn = (machine: Machine): readonly Placed[] =>
  installedOn(machine).map((index) => ({
    key: String(index),
    row: row(
      { ...machine.values, ...packages[index]?.values, ...machine.offered[index] },
      none,
      findingsOn(machine, index).map((each) => each.row),
    ),
  }));
const rows: Readonly<Record<Resource, readonly Placed[]>> = {
  endpoints: machines.map((machine) => ({
    key: machine.columns.name,
    row: row(
      machine.values,
      packagesOn(machine).map((each) => each.row),
      installedOn(machine).flatMap((index) => findingsOn(machine, index).map((each) => each.row)),
    ),
  })),
  packages: machines.flatMap(packagesOn),
  findings: machines.flatMap((machine) => installedOn(machine).flatMap((index) => findingsOn(machine, index))),
};
const schemeFor = (field: FieldName, of: Row) => {
  if (field === 'release') return schemes.debian;
  if (field === 'agent') return schemes.semver;
  return { 'Debian:12': schemes.debian, npm: schemes.npm }[String(of.values('ecosystem')[0])];
};
const context = {
  now: NOW,
  compareVersions: (a: string, b: string, field: FieldName, of: Row) => {
    const scheme = schemeFor(field, of);
    return scheme === undefined ? undefined : compareVersions(scheme, a, b);
  },
};

/** How often each row is found: once for an endpoint, once for each endpoint that has it otherwise. */
function meant(query: Query, resource: Resource): Record<string, number> {
  const counts = new Map<string, number>();
  const correlated = correlate(query, resource);
  for (const each of rows[resource])
    if (matchesQuery(correlated, each.row, context)) counts.set(each.key, (counts.get(each.key) ?? 0) + 1);
  return Object.fromEntries(counts);
}

let store: Store;
let packageIds: readonly string[] = [];

async function found(query: Query, resource: Resource): Promise<Record<string, number> | string> {
  return store.inOrganisation(organisation, async (transaction) => {
    const beside = await queryContext(transaction, query);
    const compiled = compileQuery(query, { organisation, resource, now: NOW, ...beside });
    if (compiled.kind === 'refused') return compiled.field;
    const page = { after: undefined, limit: 1000 };
    switch (resource) {
      case 'endpoints': {
        const list = await queriedEndpoints(transaction, compiled, page);
        expect(list.total).toBe(list.rows.length);
        return Object.fromEntries(list.rows.map((each) => [each.name, 1]));
      }
      case 'packages': {
        const list = await queriedPackages(transaction, compiled, page);
        expect(list.total).toBe(list.rows.length);
        return Object.fromEntries(list.rows.map((each) => [packageIds.indexOf(each.id), each.endpoints]));
      }
      case 'findings': {
        const list = await queriedFindings(transaction, compiled, page);
        expect(list.total).toBe(list.rows.length);
        return Object.fromEntries(
          list.rows.map((each) => [`${each.vulnerability} ${packageIds.indexOf(each.package.id)}`, each.endpoints]),
        );
      }
    }
  });
}

/** Everything twice: another organisation has the same under other ids, and nothing of it may ever be counted. */
beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  const client = new pg.Client(database().superuser);
  await client.connect();
  await fill(client, randomUUID());
  packageIds = await fill(client, organisation);
  await client.end();
  // Lists are answered from what was counted, but for those not counted yet: here some of each.
  const counted = await store.inOrganisation(organisation, (transaction) => countDue(transaction, 12));
  if (counted < 12) throw new Error('some were to be left');
});
afterAll(() => store.close());

async function fill(client: pg.Client, into: string): Promise<readonly string[]> {
  const insert = async (table: string, values: Readonly<Record<string, unknown>>): Promise<string> => {
    const names = Object.keys(values);
    const { rows: made } = await client.query<{ id: string }>(
      `insert into ${table} (organisation, ${names.join(', ')}) values ($1, ${names.map((_, index) => `$${index + 2}`).join(', ')}) returning *`,
      [into, ...Object.values(values)],
    );
    return made[0]?.id ?? '';
  };
  const digest = (text: string) => createHash('sha256').update(text).digest();
  await insert('organisation', { name: into });
  for (const [id, { columns }] of Object.entries(known)) {
    const [exploited, ransomware, epss, found_at] = columns;
    await insert('vulnerability', { id, exploited, ransomware, epss, found_at, signals: {} });
  }
  const groupIds = new Map<string, string>();
  for (const [name, [severity, cvss, published, exposed, internal]] of Object.entries(groups)) {
    const group = await insert('finding_group', {
      digest: digest(name),
      vulnerability: name,
      said: {},
      since: '2026-11-01',
      severity,
      cvss,
      published,
      due_exposed: exposed,
      due_internal: internal,
    });
    groupIds.set(name, group);
  }
  for (const [id, state] of [
    ['debian', 'ending'],
    ['ubuntu', 'unsupported'],
    ['void', 'supported'],
  ]) {
    await client.query(
      `insert into system_lifecycle (organisation, hash, system, product, release, label, state, source, judged_on, judged_with)
       values ($1, hashtextextended(($2::jsonb)::text, 0), $2, '', '', '', $3, '', '2026-11-22', '')`,
      [into, JSON.stringify({ id, version: '' }), state],
    );
  }
  // Makes what is built from it a product of the catalog.
  const said = { stance: 'held', versions: [], waitDays: 0, presence: 'any', endpoints: '', reason: '-', until: null };
  await insert('catalog_rule', { product: 'deb:OR', version: 1, said, at: new Date(NOW), by: '-', removed: false });
  const ids: string[] = [];
  for (const { columns, findings } of packages) {
    const id = await insert('package', {
      digest: digest(columns.purl),
      purl: columns.purl,
      ecosystem: columns.ecosystem,
      name: columns.name,
      version: columns.version,
      source_name: columns.source,
      source_version: columns.version,
      subject: columns.source,
      detail: columns.detail,
    });
    ids.push(id);
    for (const { columns: f, group } of findings) {
      await insert('package_finding', {
        package: id,
        vulnerability: f.vulnerability,
        state: f.state,
        fixed_version: f.fixed,
        aliases: f.aliases,
        advisories: f.advisories,
        evidence: {},
        since: '-infinity',
        finding_group: group === undefined ? null : groupIds.get(group),
      });
    }
    // Long gone: it must never be found.
    await insert('package_finding', {
      package: id,
      vulnerability: 'CVE-2020-1',
      state: 'affected',
      evidence: {},
      since: '2020-01-01',
      until: '2021-01-01',
    });
  }
  const setIds: string[] = [];
  for (const [index, members] of sets.entries()) {
    const id = await insert('package_set', {
      kind: 'installed',
      digest: digest(`set ${index}`),
      items: members.length,
      content: Buffer.alloc(0),
    });
    setIds.push(id);
    for (const member of members) await insert('package_set_member', { package_set: id, package: ids[member] });
  }
  const offerSets: string[] = [];
  for (const [index, members] of offers.entries()) {
    const id = await insert('package_set', {
      kind: 'available',
      digest: digest(`offers ${index}`),
      items: members.length,
      content: Buffer.alloc(0),
    });
    offerSets.push(id);
    for (const [name, installed, candidate, security, held] of members) {
      const offer = await insert('offer', {
        digest: digest(`${name} ${installed} ${candidate}`),
        package: name,
        installed,
        candidate,
        source_name: name,
        source_version: candidate,
        origin: 'a channel',
        security,
        security_why: '',
        held_cause: held,
      });
      await insert('offer_set_member', { package_set: id, offer });
    }
  }
  for (const { columns: c, sections, available } of machines) {
    const id = randomUUID();
    await insert('endpoint', {
      id,
      name: c.name,
      state: c.state,
      os_id: c.os,
      os_version: c.release,
      tags: c.tags,
      criticality: c.criticality,
      exposure: c.exposure,
      facts: c.os === null ? c.facts : { ...c.facts, os: { id: c.os, version: '' } },
      booted_at: c.booted === undefined ? null : new Date(c.booted),
      enrolled_at: new Date(c.enrolled),
    });
    if (c.seen !== null) await insert('endpoint_seen', { endpoint: id, seen_at: new Date(c.seen) });
    for (const [adapter, status, set] of sections) {
      await insert('section', {
        endpoint: id,
        adapter,
        kind: 'installed',
        status,
        package_set: set === null ? null : setIds[set],
        since: new Date(NOW),
      });
    }
    for (const [adapter, status, set] of available) {
      await insert('section', {
        endpoint: id,
        adapter,
        kind: 'available',
        status,
        package_set: set === null ? null : offerSets[set],
        since: new Date(NOW),
      });
    }
  }
  return ids;
}

const parse = (text: string, resource: Resource): Query => {
  const parsed = parseQuery(text, resource);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.query;
};

describe('queries in SQL', () => {
  test.each<readonly [Resource, string, Record<string, number>]>([
    ['endpoints', '', { 'web-1': 1, 'web-2': 1, 'DB-1': 1, new: 1, 'arch-1': 1 }],
    ['endpoints', 'os:DEBIAN -tag:prod', { 'web-2': 1 }],
    ['endpoints', 'package:libssl3 fix:available', { 'web-1': 1, 'web-2': 1 }],
    ['endpoints', '-package:libssl3', { new: 1, 'arch-1': 1 }],
    ['endpoints', 'state:undetermined vulnerability:CVE-2026-1', { 'DB-1': 1 }],
    ['endpoints', 'version:<3.0.10 ecosystem:Debian*', { 'web-1': 1, 'web-2': 1, 'DB-1': 1 }],
    ['endpoints', 'package:ssl*', {}],
    ['endpoints', 'package:*ssl', {}],
    ['endpoints', 'seen:<24h', { 'web-1': 1 }],
    ['endpoints', 'seen:<=24h', { 'web-1': 1, 'web-2': 1 }],
    ['endpoints', 'enrolled:2026-02', { 'web-2': 1, 'DB-1': 1 }],
    ['endpoints', 'enrolled:>2026-02-28', { 'web-1': 1, new: 1, 'arch-1': 1 }],
    ['endpoints', 'seen:none', { 'DB-1': 1, new: 1 }],
    ['packages', 'tag:web', { 0: 2, 2: 2, 3: 2 }],
    ['packages', 'tag:prod OR version:>=3.0.15', { 0: 1, 1: 1, 2: 1, 3: 1 }],
    ['findings', 'cve:CVE-2026-1 -tag:prod', { 'CVE-2026-1 0': 1, 'CVE-2026-1 4': 1 }],
    ['findings', 'cve:CVE-2020-1', {}],
    ['findings', 'closed:none ghsa-bbbb', { 'GHSA-bbbb 2': 3 }],
    // Revoked ones have packages no more, as for the verdict.
    ['endpoints', 'enrolment:revoked -package:*', { 'arch-1': 1 }],
    ['packages', 'enrolment:revoked', {}],
    // What faces the internet is due before what does not.
    ['endpoints', 'overdue:yes', { 'web-1': 1 }],
    ['endpoints', 'due:2026-11-25', { 'web-2': 1 }],
    ['packages', 'overdue:yes', { 0: 1 }],
    ['findings', 'due:<7d', { 'CVE-2026-1 0': 2, 'GHSA-bbbb 2': 2 }],
    ['findings', 'overdue:yes', { 'CVE-2026-1 0': 1 }],
    ['findings', 'exploited:yes severity:>=high', { 'CVE-2026-1 0': 2 }],
    ['findings', 'exploited:unknown', { 'GHSA-bbbb 2': 3 }],
    ['findings', 'epss:>=10%', { 'CVE-2026-1 0': 2, 'CVE-2026-1 4': 1 }],
    ['findings', 'cvss:<9', { 'CVE-2026-2 0': 2, 'CVE-2026-2 1': 1 }],
    ['findings', 'published:2026-02', { 'GHSA-bbbb 2': 3 }],
    ['findings', 'found:<7d', { 'CVE-2026-1 0': 2, 'CVE-2026-1 4': 1 }],
    ['findings', '-found:2026 cve:CVE-2026-*', { 'GHSA-bbbb 2': 3, 'CVE-2026-2 0': 2, 'CVE-2026-2 1': 1 }],
    ['endpoints', 'update:held', { 'web-2': 1 }],
    ['endpoints', 'candidate:>=3.0.15 exploited:yes', { 'web-1': 1 }],
    ['packages', 'update:none', { 3: 2 }],
    ['packages', 'update:unknown', { 2: 2, 4: 1 }],
    ['packages', 'security:yes candidate:>3.0.14', { 0: 1, 1: 1 }],
    ['findings', 'update:available -security:no', { 'CVE-2026-1 0': 1, 'CVE-2026-2 0': 1, 'CVE-2026-2 1': 1 }],
    ['endpoints', 'lifecycle:ending,unsupported', { 'web-1': 1, 'web-2': 1, 'DB-1': 1 }],
    ['endpoints', 'booted:>30d', { 'web-1': 1 }],
    ['endpoints', 'booted:none', { 'DB-1': 1, new: 1, 'arch-1': 1 }],
  ])('%s: %s', async (resource, text, expected) => {
    const query = parse(text, resource);
    expect(await found(query, resource)).toEqual(expected);
    expect(meant(query, resource)).toEqual(expected);
  });

  const refusable: readonly FieldName[] = ['found', 'closed'];

  test.each<Resource>(['endpoints', 'packages', 'findings'])(
    'of %s at random find exactly what the language means, or are refused by the field that has no column',
    async (resource) => {
      let answered = 0;
      await fc.assert(
        fc.asyncProperty(fc.oneof(queries, likely), async (query) => {
          const told = await found(query, resource);
          if (typeof told === 'string') {
            expect(refusable).toContain(told);
            expect(printQuery(query, resource)).toContain(told);
            return;
          }
          answered += 1;
          expect(told).toEqual(meant(query, resource));
        }),
        { numRuns: Number(process.env['QUERY_RUNS'] ?? 300) },
      );
      expect(answered).toBeGreaterThan(20);
    },
    60_000,
  );

  test('no text of a query enters the SQL', () => {
    const text = `"'; drop table endpoint; --" OR tag:"x' or 1=1" OR version:*"$1'"* OR kernel:"\\\\'" OR agent:"'marker'"`;
    const compiled = compileQuery(parse(text, 'endpoints'), {
      organisation,
      resource: 'endpoints',
      now: NOW,
      versions: () => ({ versions: [`'marker'`], ecosystems: [] }),
      products: () => [],
    });
    if (compiled.kind === 'refused') throw new Error(compiled.field);
    for (const hostile of ['drop', '1=1', 'marker', "x'", organisation]) {
      expect(compiled.where).not.toContain(hostile);
      expect(JSON.stringify(compiled.values)).toContain(hostile);
    }
  });
});

/** Of values that the fleet has, so that many find something. */
const likely: fc.Arbitrary<Query> = fc
  .array(
    fc.constantFrom(
      'os:debian',
      'tag:web',
      '-tag:prod',
      'tag:none',
      'release:<13',
      'release:>=22',
      'agent:<0.2.0',
      'kernel:6.*',
      'criticality:>=normal',
      'exposure:internal',
      'enrolment:active',
      'reboot:unknown',
      'reboot:yes',
      'seen:<24h',
      'seen:>=24h',
      'seen:none',
      'enrolled:2026-02',
      'enrolled:>2026-02-28',
      'adapter:npm',
      'inventory:failed,none',
      'inventory:complete',
      'virtualization:none',
      'virtualization:*',
      'package:libssl3',
      'package:*ss*',
      'package:grüße*',
      'package:οδος',
      'version:<3.0.10',
      'version:3.*',
      'version:>1',
      'version:>="(epss>0.1)"',
      'product:none',
      'product:*or',
      'source:openssl',
      'ecosystem:none',
      'ecosystem:npm',
      'origin:none',
      'hold:yes',
      'hold:no',
      'purl:pkg:deb*',
      'cve:CVE-2026-1',
      'cve:CVE-2026-2',
      'cve:CVE-2026-4',
      'advisory:DSA-*',
      'state:affected',
      'state:no-fix,undetermined',
      'fix:available',
      'fix:none',
      'closed:none',
      'finding:libssl3',
      'exploited:yes',
      'exploited:unknown',
      'ransomware:no',
      'severity:>=high',
      'severity:unknown',
      'cvss:>=3.1',
      'cvss:none',
      'epss:<10%',
      'published:>2026-02',
      'found:<7d',
      'found:>=2025-03-02',
      'due:<7d',
      'due:none',
      'due:>=2026-11-22',
      'overdue:yes',
      'overdue:no',
      'update:available',
      'update:held,none',
      'update:unknown',
      'security:yes',
      'security:unknown',
      'candidate:>=3.0.11',
      'candidate:none',
      'lifecycle:ending',
      'lifecycle:unknown',
      'booted:>30d',
      'booted:none',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .chain((terms) =>
    fc.tuple(
      fc.constant(terms),
      fc.array(fc.constantFrom(' ', ' OR ', ' -', ' OR -('), { minLength: terms.length, maxLength: terms.length }),
    ),
  )
  .map(([terms, joints]) => {
    let open = 0;
    const text = terms
      .map((term, index) => {
        const joint = index === 0 ? '' : (joints[index] ?? ' ');
        if (joint.endsWith('(')) open += 1;
        return joint.endsWith('-') && term.startsWith('-') ? ` ${term}` : `${joint}${term}`;
      })
      .join('');
    return parse(text + ')'.repeat(open), 'endpoints');
  });
