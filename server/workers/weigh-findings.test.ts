// What findings are due by follows what is known: new entries of KEV, another exposure, another policy, and days that pass.
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import { riskDataOf } from '@suture/core/risk/risk-data.ts';
import { availableSet } from '@suture/core/packages/package-set-available.ts';
import { encodeSet } from '@suture/core/packages/package-set.ts';
import { ask, readQuestion } from '../actions/ask.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { setPolicy } from '../store/finding-groups.ts';
import { queriedEndpoints } from '../store/queried-endpoints.ts';
import { addEndpoint, addOrganisation, installed, offered, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { type Beside, advisoriesOf, fetched, says } from './advisories.fixture.ts';
import { matchPending } from './matching.ts';
import { weighFindings } from './weigh-findings.ts';

const database = useDatabase();
const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();

let store: Store;
let organisation: OrganisationId;
let endpoint: string;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 3 });
  organisation = await addOrganisation(store);
  endpoint = await addEndpoint(store, organisation, 'web', at(1));
  await report(store, organisation, endpoint, [{ adapter: 'apt', packages: [installed('openssl', '1')] }], at(1));
});
afterEach(() => store.close());

const feeds = (day: number) => ['kev', 'epss', 'vulnrichment'].map((name) => fetched(name, at(day)));
const match = (day: number, beside: Beside, published: string | undefined = at(1), fix: string | null = '2') =>
  matchPending(
    store,
    organisation,
    advisoriesOf(new Map([['Debian:12 openssl', [says('CVE-2026-1', fix ?? undefined, { published })]]]), at(day), {
      feeds: feeds(day),
      ...beside,
    }),
    () => new Date(at(day, 12)),
  );
const isFound = async (q: string, day: number): Promise<boolean> => {
  const asked = readQuestion(q, 'endpoints');
  if (asked.kind === 'error') throw new Error(asked.error.message);
  const question = { organisation, resource: 'endpoints', query: asked.query, now: Date.parse(at(day, 12)) } as const;
  const answer = await ask(store, question, (transaction, compiled) =>
    queriedEndpoints(transaction, compiled, { after: undefined, limit: 1 }),
  );
  if (answer.kind === 'refused') throw new Error(answer.why);
  return answer.value.total === 1;
};
const change = (sql: string): Promise<unknown> =>
  store.inOrganisation(organisation, (transaction) => transaction.query(sql));

const exploited: Beside = {
  signals: {
    'CVE-2026-1': {
      exploited: { added: '2026-11-03', due: undefined, ransomware: false },
      ssvc: { exploitation: 'none', automatable: 'no', technicalImpact: 'partial', date: '2026-11-03' },
    },
  },
};
const calm: Beside = {
  signals: {
    'CVE-2026-1': { ssvc: { exploitation: 'none', automatable: 'no', technicalImpact: 'partial', date: '2026-11-01' } },
  },
};

describe('a deadline', () => {
  test('comes nearer when the vulnerability turns out to be exploited, though nothing new is said of packages', async () => {
    expect(await match(2, calm)).toMatchObject({ judged: 1 });
    expect(await isFound('exploited:no due:2026-12-31', 2)).toBe(true);
    expect(await match(3, exploited)).toMatchObject({ judged: 0, again: 0 });
    expect(await isFound('exploited:yes due:2026-11-15', 3)).toBe(true);
  });

  test('is another at once when the endpoint is said to be internal', async () => {
    await match(2, calm);
    await change(`update endpoint set exposure = 'internal'`);
    expect(await isFound('due:none', 2)).toBe(true);
    await change(`update endpoint set exposure = 'unknown'`);
    expect(await isFound('due:2026-12-31', 2)).toBe(true);
  });

  test('is over when its day is, and not before', async () => {
    await match(3, exploited);
    expect(await isFound('overdue:yes', 15)).toBe(false);
    expect(await isFound('overdue:yes', 16)).toBe(true);
  });

  test('follows another policy when that is set', async () => {
    await match(2, exploited);
    await store.inOrganisation(organisation, (transaction) => setPolicy(transaction, 'cvss'));
    await match(2, exploited);
    expect(await isFound('due:2026-11-15', 2)).toBe(false);
  });

  test('counts from the day that a fix was first known where nobody says its date, whatever is said of it later', async () => {
    const rated = (score: string): Beside => ({
      ...exploited,
      texts: { 'CVE-2026-1': { severity: [{ type: 'Debian', score }] } },
    });
    await match(2, rated('low'), '0001-01-01T00:00:00Z', null);
    expect(await isFound('due:none severity:low', 2)).toBe(true);
    await match(5, rated('low'), '0001-01-01T00:00:00Z');
    expect(await isFound('due:2026-11-19', 5)).toBe(true);
    // The advisory says more: another group of findings, and the same day that it counts from.
    await match(9, rated('high'), at(1));
    await match(10, rated('high'), '0001-01-01T00:00:00Z', '3');
    expect(await isFound('due:2026-11-19 severity:high', 10)).toBe(true);
  });

  test('of a data set that is missing is unknown, never no', async () => {
    await match(2, { ...calm, feeds: [fetched('epss', at(2))] });
    expect(await isFound('exploited:unknown ransomware:unknown', 2)).toBe(true);
    expect(riskDataOf([])).toEqual({ kev: null, epss: null, ssvc: null });
  });
});

test('what is weighed already is not written again, and older advisories weigh nothing', async () => {
  await match(3, exploited);
  const source = { ...advisoriesOf(new Map(), at(2), calm), feeds: () => feeds(2) };
  const older = { ...source.generation(), rules: 1 };
  expect(await weighFindings(store, organisation, source, older)).toEqual({ changed: 0, vulnerabilities: 0 });
  expect(await isFound('exploited:yes', 3)).toBe(true);
  const rows = () =>
    store.inOrganisation(organisation, (transaction) =>
      transaction.query('select xmin::text, id from finding_group union all select xmin::text, 1 from vulnerability'),
    );
  const before = await rows();
  // Fetched again, with the same content.
  await match(3, { ...exploited, feeds: [...feeds(3), fetched('more', at(3))] });
  expect(await rows()).toEqual(before);
});

test('support of a system is judged anew as days pass and as its dates change', async () => {
  await change(`update endpoint set facts = '{"os": {"id": "ubuntu", "version": "24.04"}}'`);
  const release: ProductRelease = {
    feed: 'distro-info',
    product: 'ubuntu',
    label: 'Ubuntu 24.04',
    release: '24.04',
    released: undefined,
    endOfLife: '2026-11-09',
    endOfExtended: undefined,
    extendedName: undefined,
    latest: undefined,
    identifiers: [],
    note: undefined,
  };
  expect(await isFound('lifecycle:unknown', 2)).toBe(true);
  await match(2, { ...calm, releases: [release] });
  expect(await isFound('lifecycle:ending', 2)).toBe(true);
  await matchPending(
    store,
    organisation,
    advisoriesOf(new Map([['Debian:12 openssl', [says('CVE-2026-1', '2', { published: at(1) })]]]), at(2), {
      feeds: feeds(2),
      ...calm,
      releases: [release],
    }),
    () => new Date(at(10)),
  );
  expect(await isFound('lifecycle:unsupported', 10)).toBe(true);
  await match(11, { ...calm, releases: [{ ...release, endOfLife: '2029-01-01' }] });
  expect(await isFound('lifecycle:supported', 11)).toBe(true);
});

test('offers of sets that were stored before there were rows for them are read', async () => {
  const { text, count } = encodeSet(availableSet, [offered('openssl', '1', '2')]);
  await store.inOrganisation(organisation, async (transaction) => {
    const [set] = await transaction.query<{ readonly id: string }>(
      `insert into package_set (organisation, kind, digest, items, content)
       values ($1, 'available', sha256('x'), $2, $3) returning id`,
      [organisation, count, zstdCompressSync(text)],
    );
    await transaction.query(
      `insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
       values ($1, $2, 'apt', 'available', 'complete', $3, now())`,
      [organisation, endpoint, set?.id],
    );
  });
  expect(await isFound('update:available', 2)).toBe(false);
  await match(2, calm);
  expect(await isFound('update:available', 2)).toBe(true);
});
