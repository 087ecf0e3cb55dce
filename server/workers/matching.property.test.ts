// Whatever comes when: the stored findings of an endpoint and the verdicts on it are those of judging it from scratch.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Candidate } from '@suture/core/advisories/candidate.ts';
import { matchPackages } from '@suture/core/matching/match.ts';
import { verdictOn } from '@suture/core/matching/verdict.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { endpointsJudged } from '../store/judged-endpoints.ts';
import { findingsOfEndpoint } from '../store/findings.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from './advisories.fixture.ts';
import { matchPending } from './matching.ts';

const database = useDatabase();

/** What an adapter may report: for each name one of these or none. */
const pool: Readonly<Record<string, readonly (readonly Package[])[]>> = {
  apt: [
    ['1.0-1', '1.0-1ubuntu0.1+esm1', '1.0-2'].map((version) =>
      installed('jhead', version, { ecosystem: 'Ubuntu:22.04' }),
    ),
    ['7.3-1', '7.3-2'].flatMap((version) =>
      ['Debian:12', 'Ubuntu:22.04'].map((ecosystem) =>
        installed('node-semver', version, { ecosystem, source: { name: 'semver', version } }),
      ),
    ),
    [
      installed('nginx', '1.22-1'),
      installed('nginx', '1.27', { origin: 'Somebody else' }),
      installed('nginx', 'no version at all'),
    ],
    [installed('libnginx', '1.22-1', { source: { name: 'nginx', version: '1.22-1' } })],
    [installed('thing', '1', { ecosystem: undefined })],
  ],
  dnf: [['7.76-1', '7.76-5', '7.76-9'].map((version) => installed('curl', version, { ecosystem: 'Red Hat:9' }))],
  npm: [
    ['7.3.5', '7.5.2'].flatMap((version) =>
      ['node-semver', 'node-semver:all', 'pkg:npm/npm@9', undefined].map((owner) =>
        installed('semver', version, { ecosystem: 'npm', ...(owner !== undefined && { owner }) }),
      ),
    ),
  ],
};

/** What may be said of each name; the first is nothing. */
const sayings: Readonly<Record<string, readonly (readonly Candidate[])[]>> = {
  'Ubuntu:22.04 jhead': [
    [],
    [
      says('CVE-2026-1', undefined, { vendor: { pocket: 'jammy' } }),
      says('CVE-2026-1', '1.0-1ubuntu0.1+esm1', { vendor: { pocket: 'esm-apps/jammy' } }),
    ],
    [
      says('CVE-2026-1', '1.0-2', { vendor: { pocket: 'jammy' } }),
      says('CVE-2026-2', undefined, { vendor: { pocket: 'jammy' } }),
    ],
  ],
  'Debian:12 semver': [[], [says('CVE-2026-3', '7.3-2')]],
  'Ubuntu:22.04 semver': [[], [says('CVE-2026-3', '7.3-2', { vendor: { pocket: 'jammy' } })]],
  'Debian:12 nginx': [
    [],
    [says('CVE-2026-4', '1.22-2'), says('CVE-2026-2', undefined, { vendor: { state: 'unimportant' } })],
    [
      says('DSA-1-1', '1.22-3', { vulnerabilities: ['CVE-2026-4', 'CVE-2026-1'] }),
      says('CVE-2026-5', undefined, { vendor: { state: 'undetermined' } }),
    ],
  ],
  'Red Hat:9 curl': [
    [],
    [
      says('RHSA-1', '7.76-9', { vulnerabilities: ['CVE-2026-1'], vendor: { stream: 'enterprise_linux:9' } }),
      says('RHSA-2', '7.76-5', { vulnerabilities: ['CVE-2026-1'], vendor: { stream: 'rhel_eus:9.2' } }),
    ],
    [says('RHSA-1', '7.76-9', { vulnerabilities: ['CVE-2026-1'], vendor: { stream: 'enterprise_linux:9' } })],
  ],
  'npm semver': [
    [],
    [says('GHSA-3', '7.5.2', { vulnerabilities: ['CVE-2026-3'], aliases: ['GHSA-3'] }), says('GHSA-4', '7.5.3')],
    [says('GHSA-4', undefined)],
  ],
};

const names = [
  'CVE-2026-1',
  'CVE-2026-2',
  'CVE-2026-3',
  'CVE-2026-4',
  'CVE-2026-5',
  'GHSA-3',
  'GHSA-4',
  'DSA-1-1',
  'RHSA-2',
];

const section = (adapter: string): fc.Arbitrary<readonly Package[]> =>
  fc
    .tuple(
      ...(pool[adapter] ?? []).map((versions) => fc.option(fc.constantFrom(...versions), { nil: undefined, freq: 6 })),
    )
    .map((chosen) => chosen.flatMap((pkg) => pkg ?? []));

const reported = fc.record({
  kind: fc.constant('report' as const),
  endpoint: fc.nat({ max: 2 }),
  sections: fc.record({ apt: section('apt'), dnf: section('dnf'), npm: section('npm') }),
  system: fc.record({
    id: fc.constant('any'),
    version: fc.constantFrom('9.2', '9.4'),
    subscriptions: fc.subarray(['esm-apps', 'esm-infra', 'eus']),
  }),
});
const said = fc.constantFrom(...Object.keys(sayings)).chain((subject) =>
  fc.record({
    kind: fc.constant('say' as const),
    subject: fc.constant(subject),
    said: fc.constantFrom(...(sayings[subject] ?? [])),
  }),
);
const matched = fc.record({ kind: fc.constant('match' as const), servers: fc.integer({ min: 1, max: 3 }) });

const step = fc.oneof(
  { weight: 2, arbitrary: reported },
  { weight: 3, arbitrary: said },
  { weight: 2, arbitrary: matched },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Endpoint {
  readonly id: string;
  packages: readonly Package[];
  system: OperatingSystem | undefined;
}

test('any order of reports, advisories and matching ends as judging each endpoint from scratch', async () => {
  const store = openStore({ connection: database().connection, size: 4 });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }), (steps) => play(store, steps)),
      { numRuns: 30 },
    );
  } finally {
    await store.close();
  }
}, 120_000);

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString();

async function play(store: Store, steps: readonly Step[]): Promise<void> {
  const organisation = await addOrganisation(store);
  const endpoints: Endpoint[] = [];
  for (const name of ['a', 'b', 'c']) {
    endpoints.push({ id: await addEndpoint(store, organisation, name, at(59)), packages: [], system: undefined });
  }
  const statements = new Map<string, readonly Candidate[]>();
  const match = (minute: number, servers: number) =>
    Promise.all(
      Array.from({ length: servers }, () =>
        matchPending(store, organisation, advisoriesOf(statements, at(minute)), () => new Date(at(minute)), {
          batch: 3,
        }),
      ),
    );
  for (const [minute, { ...one }] of steps.entries()) {
    if (one.kind === 'match') await match(minute, one.servers);
    else if (one.kind === 'say') {
      if (one.said.length === 0) statements.delete(one.subject);
      else statements.set(one.subject, one.said);
    } else {
      const endpoint = endpoints[one.endpoint];
      if (endpoint === undefined) continue;
      endpoint.packages = Object.values(one.sections).flat();
      endpoint.system = one.system;
      const sections = Object.entries(one.sections).map(([adapter, packages]) => ({ adapter, packages }));
      await report(store, organisation, endpoint.id, sections, at(minute), one.system);
    }
  }
  await match(steps.length, 1);
  for (const endpoint of endpoints) await expectAsFromScratch(store, organisation, endpoint, statements);
  await expectNoOverlaps(store, organisation);
}

async function expectAsFromScratch(
  store: Store,
  organisation: OrganisationId,
  { id, packages, system }: Endpoint,
  statements: ReadonlyMap<string, readonly Candidate[]>,
): Promise<void> {
  const { candidates: candidatesFor, covers } = advisoriesOf(statements, at(0));
  const page = await store.inOrganisation(organisation, (transaction) =>
    findingsOfEndpoint(transaction, id, { after: undefined, limit: 1000 }),
  );
  const stored = page.rows.map(
    ({ package: { purl, ecosystem }, vulnerability, aliases, advisories, risk: _risk, ...rest }) => ({
      purl,
      ecosystem,
      id: vulnerability,
      aliases,
      advisories,
      ...rest,
    }),
  );
  const scratch = matchPackages({ packages, system, candidatesFor }).findings.map(
    ({ package: { purl, ecosystem }, ...finding }) => ({ purl, ecosystem, ...finding }),
  );
  const key = (finding: { readonly purl: string; readonly id: string }): string => `${finding.purl} ${finding.id}`;
  const sorted = <T extends Parameters<typeof key>[0]>(findings: readonly T[]): readonly T[] =>
    findings.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  expect(sorted(stored)).toEqual(sorted(scratch));

  if (system === undefined) return;
  const gaps = packages.flatMap(({ ecosystem }) =>
    ecosystem !== undefined && covers(ecosystem) ? [] : [`no ${ecosystem}`],
  );
  for (const name of names) {
    const { verdict } = verdictOn(name, { packages, system, candidatesFor, isKnown: true, gaps });
    const question = { vulnerability: name, isHeardOf: true, seenSince: at(0) };
    const { rows } = await store.inOrganisation(organisation, (transaction) =>
      endpointsJudged(transaction, question, verdict, { after: undefined, limit: 10 }),
    );
    expect({ name, verdict, among: rows.map((row) => row.id) }).toEqual({
      name,
      verdict,
      among: expect.arrayContaining([id]),
    });
  }
}

async function expectNoOverlaps(store: Store, organisation: OrganisationId): Promise<void> {
  const overlaps = await store.inOrganisation(organisation, (transaction) =>
    transaction.query(`select a.package, a.vulnerability from package_finding a join package_finding b
      on a.package = b.package and a.vulnerability = b.vulnerability and a.since < b.since
      where tstzrange(a.since, a.until) && tstzrange(b.since, b.until)`),
  );
  expect(overlaps).toEqual([]);
}
