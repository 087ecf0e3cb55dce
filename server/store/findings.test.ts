// Tests what is found on one endpoint and over the fleet: findings, vulnerabilities, patches, and the endpoints behind each count.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Resource } from '@suture/core/query/field.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { type OrganisationId, type Store, type Transaction, openStore } from './database.ts';
import { type EndpointFinding, type FindingCursor, findingsOfEndpoint } from './findings.ts';
import { compiledFor } from './hot-queries.fixture.ts';
import type { Page, PageRequest } from './page.ts';
import { queriedEndpoints } from './queried-endpoints.ts';
import { queriedPatches } from './queried-patches.ts';
import { queriedVulnerabilities } from './queried-vulnerabilities.ts';
import type { CompiledQuery } from './query-sql.ts';
import { type Report, addEndpoint, addOrganisation, installed, report } from './reports.fixture.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;
let endpoints: readonly string[];

const at = '2026-11-22T10:00:00.000Z';
const libssl = installed('libssl3', '3.0.9', { source: { name: 'openssl', version: '3.0.9' } });
const openssl = installed('openssl', '3.0.9');
const newer = installed('openssl', '3.0.14');
const bash = installed('bash', '5.2');
const semver = installed('semver', '7.3.5', { ecosystem: 'npm' });
const apt = (...packages: Report['packages']): Report => ({ adapter: 'apt', packages });
const npm = (...packages: Report['packages']): Report => ({ adapter: 'npm', packages });

/** What four endpoints have installed. */
const fleet: readonly (readonly Report[])[] = [
  [apt(openssl, libssl, bash)],
  [apt(openssl, libssl, bash), npm(semver)],
  [apt(newer, bash), npm(semver)],
  [apt(installed('openssl', '3.0.15'))],
];

const statements = new Map([
  ['Debian:12 openssl', [says('CVE-2026-1', '3.0.15'), says('CVE-2026-2', '3.0.11'), says('CVE-2026-3', undefined)]],
  [
    'Debian:12 bash',
    [
      says('CVE-2026-4', undefined, { vendor: { state: 'unimportant' } }),
      says('CVE-2026-5', undefined, { vendor: { state: 'undetermined' } }),
    ],
  ],
  // The same flaw in another ecosystem: an endpoint that has both counts once.
  ['npm semver', [says('CVE-2026-1', '7.5.2')]],
]);

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  const added: string[] = [];
  for (const [index, sections] of fleet.entries()) {
    const endpoint = await addEndpoint(store, organisation, `host-${index}`, at);
    added.push(endpoint);
    await report(store, organisation, endpoint, sections, at);
  }
  endpoints = added;
  await matchPending(store, organisation, advisoriesOf(statements, at), () => new Date(at));
  return () => store.close();
});

/** Every piece, two rows at a time, and the total each of them gave. */
async function whole<Row, Cursor>(
  ask: (transaction: Transaction, request: { after: Cursor | undefined; limit: number }) => Promise<Page<Row, Cursor>>,
): Promise<{ readonly rows: readonly Row[]; readonly totals: ReadonlySet<number> }> {
  const rows: Row[] = [];
  const totals = new Set<number>();
  for (let after: Cursor | undefined; ;) {
    const page = await store.inOrganisation(organisation, (transaction) => ask(transaction, { after, limit: 2 }));
    rows.push(...page.rows);
    totals.add(page.total);
    if (page.next === undefined) return { rows, totals };
    after = page.next;
  }
}

/** Of a list that is asked with a query; with nothing asked, all of it. */
const asking =
  <Row, Cursor>(
    list: (transaction: Transaction, query: CompiledQuery, request: PageRequest<Cursor>) => Promise<Page<Row, Cursor>>,
    resource: Resource = 'findings',
    text = '',
  ) =>
  async (transaction: Transaction, request: PageRequest<Cursor>) =>
    list(transaction, await compiledFor(transaction, resource, text, Date.parse(at)), request);
const vulnerabilities = asking(queriedVulnerabilities);
const patches = asking(queriedPatches);

describe('an endpoint', () => {
  const found = async (index: number, states?: Parameters<typeof findingsOfEndpoint>[2]['states']) => {
    const { rows, totals } = await whole<EndpointFinding, FindingCursor>((transaction, request) =>
      findingsOfEndpoint(transaction, endpoints[index] ?? '', { ...request, ...(states && { states }) }),
    );
    expect([...totals]).toEqual([rows.length]);
    // Packages of one vulnerability come in the order of their ids, which is none to tell.
    return rows.map((row) => `${row.vulnerability} ${row.package.name} ${row.state} ${row.fixedVersion ?? '-'}`).sort();
  };

  test('has every finding of its sets, those that are doubtful or do not matter too', async () => {
    expect(await found(1)).toEqual([
      'CVE-2026-1 libssl3 affected 3.0.15',
      'CVE-2026-1 openssl affected 3.0.15',
      'CVE-2026-1 semver affected 7.5.2',
      'CVE-2026-2 libssl3 affected 3.0.11',
      'CVE-2026-2 openssl affected 3.0.11',
      'CVE-2026-3 libssl3 no-fix -',
      'CVE-2026-3 openssl no-fix -',
      'CVE-2026-4 bash unimportant -',
      'CVE-2026-5 bash undetermined -',
    ]);
  });

  test('has those of the states asked for', async () => {
    expect(await found(1, ['unimportant', 'undetermined'])).toEqual([
      'CVE-2026-4 bash unimportant -',
      'CVE-2026-5 bash undetermined -',
    ]);
  });

  test('that has what is not known to be fixed has just that', async () => {
    expect(await found(3)).toEqual(['CVE-2026-3 openssl no-fix -']);
  });
});

describe('the fleet', () => {
  test('has vulnerabilities with exact numbers of endpoints', async () => {
    const { rows, totals } = await whole(vulnerabilities);
    expect(
      rows
        .map((row) => `${row.vulnerability} ${row.endpoints} ${row.state} ${row.fixable} ${row.packages.join()}`)
        .sort(),
    ).toEqual([
      'CVE-2026-1 3 affected 3 libssl3,openssl,semver',
      'CVE-2026-2 2 affected 2 libssl3,openssl',
      'CVE-2026-3 4 no-fix 0 libssl3,openssl',
      'CVE-2026-4 3 unimportant 0 bash',
      'CVE-2026-5 3 undetermined 0 bash',
    ]);
    expect([...totals]).toEqual([5]);
  });

  test('has patches by source package and version, with what each closes', async () => {
    const { rows, totals } = await whole(patches);
    expect(rows).toMatchObject([
      {
        ecosystem: 'Debian:12',
        source: 'openssl',
        to: '3.0.15',
        endpoints: 3,
        closes: ['CVE-2026-1', 'CVE-2026-2'],
        packages: ['libssl3', 'openssl'],
      },
      { ecosystem: 'npm', source: 'semver', to: '7.5.2', endpoints: 2, closes: ['CVE-2026-1'], packages: ['semver'] },
    ]);
    expect([...totals]).toEqual([2]);
  });

  test('leads from each count to its endpoints by a query', async () => {
    const { rows } = await whole(vulnerabilities);
    for (const { vulnerability, endpoints: count } of rows) {
      const found = await whole(asking(queriedEndpoints, 'endpoints', `cve:${vulnerability}`));
      expect([vulnerability, found.rows.length]).toEqual([vulnerability, count]);
    }
    const { rows: fixed } = await whole(asking(queriedEndpoints, 'endpoints', 'source:semver fix:available'));
    expect(fixed.map(({ name }) => name)).toEqual(['host-1', 'host-2']);
  });

  test('counts only endpoints in service, and forgets what no endpoint has any more', async () => {
    await report(store, organisation, endpoints[1] ?? '', fleet[3] ?? [], '2026-11-22T11:00:00.000Z');
    await store.inOrganisation(organisation, (transaction) =>
      transaction.query("update endpoint set state = 'revoked' where id = $1", [endpoints[0]]),
    );
    const { rows } = await whole(vulnerabilities);
    expect(rows.map(({ vulnerability, endpoints: count }) => `${vulnerability} ${count}`).sort()).toEqual([
      'CVE-2026-1 1',
      'CVE-2026-3 3',
      'CVE-2026-4 1',
      'CVE-2026-5 1',
    ]);
    expect((await whole(patches)).rows).toMatchObject([
      { source: 'openssl', to: '3.0.15', endpoints: 1, closes: ['CVE-2026-1'], packages: ['openssl'] },
      { source: 'semver', endpoints: 1 },
    ]);
  });

  test('that has nothing has no rows and a total of none', async () => {
    const empty = await addOrganisation(store);
    const ask = <T>(query: (transaction: Transaction, request: { after: undefined; limit: number }) => Promise<T>) =>
      store.inOrganisation(empty, (transaction) => query(transaction, { after: undefined, limit: 5 }));
    expect(await ask(vulnerabilities)).toEqual({ rows: [], total: 0, next: undefined });
    expect(await ask(patches)).toEqual({ rows: [], total: 0, next: undefined });
  });
});
