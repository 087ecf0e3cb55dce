// Tests that lists of what is to be done begin with the most urgent, in one order everywhere, and go on where a page ended.
import { beforeEach, expect, test } from 'vitest';
import type { Resource } from '@suture/core/query/field.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, fetched, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { findingsOfEndpoint } from './findings.ts';
import { compiledFor } from './hot-queries.fixture.ts';
import type { Page, PageRequest } from './page.ts';
import { queriedFindings } from './queried-findings.ts';
import { queriedPatches } from './queried-patches.ts';
import { queriedVulnerabilities } from './queried-vulnerabilities.ts';
import { addEndpoint, addOrganisation, installed, report } from './reports.fixture.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;
let endpoint: string;

const now = new Date('2026-11-22T12:00:00Z');
const asOf = '2026-11-22T01:00:00.000Z';
const published = '2026-11-01T00:00:00Z';
const cvss = (score: number) => [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N', source: 'NVD', score }];
const exploited = { added: '2026-11-02', due: undefined, ransomware: false };
const slow = { exploitation: 'none', automatable: 'no', technicalImpact: 'partial', date: '2026-11-02' };
const epss = (score: number) => ({ score, percentile: 0.5 });

/** In the order that is expected; the names run the other way, so that a list by name would be upside down. */
const order = [
  [
    'CVE-2026-9',
    '2',
    { exploited, ssvc: { ...slow, exploitation: 'active', automatable: 'yes', technicalImpact: 'total' } },
  ],
  ['CVE-2026-8', '2', { ssvc: slow, epss: epss(0.5), cvss: cvss(5.3) }],
  ['CVE-2026-7', '2', { ssvc: slow, epss: epss(0.05), cvss: cvss(5.3) }],
  ['CVE-2026-6', '2', { ssvc: slow, epss: epss(0.05), cvss: cvss(4) }],
  ['CVE-2026-5', '2', { ssvc: slow, cvss: cvss(9) }],
  // No fix, so not due on a day: what is exploited leads them.
  ['CVE-2026-4', undefined, { exploited }],
  ['CVE-2026-3', undefined, { epss: epss(0.9) }],
  ['CVE-2026-2', undefined, { epss: epss(0.1) }],
] as const;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  endpoint = await addEndpoint(store, organisation, 'a', asOf);
  const packages = order.map(([id]) => installed(`z${10 - Number(id.at(-1))}`, '1'));
  await report(store, organisation, endpoint, [{ adapter: 'apt', packages }], asOf);
  const statements = new Map(
    order.map(([id, fixed], index) => [`Debian:12 ${packages[index]?.name}`, [says(id, fixed, { published })]]),
  );
  const signals = Object.fromEntries(order.map(([id, , known]) => [id, known]));
  const feeds = ['kev', 'epss', 'vulnrichment'].map((name) => fetched(name, asOf));
  await matchPending(store, organisation, advisoriesOf(statements, asOf, { signals, feeds }), () => now);
  return () => store.close();
});

async function inPieces<Row, Cursor>(
  list: (page: PageRequest<Cursor>) => Promise<Page<Row, Cursor>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: Cursor | undefined;
  for (let pieces = 0; pieces < 20; pieces++) {
    const page = await list({ after, limit: 3 });
    rows.push(...page.rows);
    after = page.next;
    if (after === undefined) break;
  }
  return rows;
}

const asked = <Row, Cursor>(
  resource: Resource,
  find: (transaction: never, query: never, page: PageRequest<Cursor>) => Promise<Page<Row, Cursor>>,
) =>
  inPieces<Row, Cursor>((page) =>
    store.inOrganisation(organisation, async (transaction) =>
      find(transaction as never, (await compiledFor(transaction, resource, '', now.getTime())) as never, page),
    ),
  );

const expected = order.map(([id]) => id);

test('vulnerabilities, by due day, exploited, EPSS and CVSS; what is exploited and has no fix before the rest without a day', async () => {
  expect((await asked('findings', queriedVulnerabilities)).map(({ vulnerability }) => vulnerability)).toEqual(expected);
});

test('findings of the fleet', async () => {
  expect((await asked('findings', queriedFindings)).map(({ vulnerability }) => vulnerability)).toEqual(expected);
});

test('findings of an endpoint', async () => {
  const rows = await inPieces<{ readonly vulnerability: string }, { readonly place: string; readonly package: string }>(
    (page) => store.inOrganisation(organisation, (transaction) => findingsOfEndpoint(transaction, endpoint, page)),
  );
  expect(rows.map(({ vulnerability }) => vulnerability)).toEqual(expected);
});

test('patches', async () => {
  const closed = (await asked('findings', queriedPatches)).flatMap(({ closes }) => closes);
  expect(closed).toEqual(expected.slice(0, 5));
});
