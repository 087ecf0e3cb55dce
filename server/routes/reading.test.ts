// What is known, over the HTTP API, from reports and advisories to answers on a real PostgreSQL: nothing is put into tables by hand.
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import { API_BASE } from '@suture/protocol/api/paths.ts';
import { keepDailyFigures } from '../actions/daily-figures.ts';
import { accessOf } from '../access/permissions.ts';
import { keepDay } from '../store/daily-figures.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { addEndpoint, addOrganisation, installed, offered, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, fetched, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { apiRoutes } from './api.ts';

const database = useDatabase();
const NOW = new Date('2026-11-22T12:00:00Z');
const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;

let store: Store;
let app: FastifyInstance;
let mine: OrganisationId;
const ids = new Map<string, string>();
const scopes: Record<string, readonly string[] | undefined> = { all: undefined, lab: ['lab'] };

const bookworm: ProductRelease = {
  feed: 'distro-info',
  product: 'debian',
  label: 'Debian 12',
  release: '12',
  released: '2023-06-10',
  endOfLife: '2026-06-10',
  endOfExtended: '2028-06-30',
  extendedName: 'LTS',
  latest: undefined,
  identifiers: [],
  note: undefined,
};

/** Fixed in 3.0.9, exploited: due three days after 1 November where the internet reaches it. */
const published = '2026-11-01T08:00:00Z';
const statements = new Map([
  ['Debian:12 openssl', [says('CVE-2026-1', '3.0.9', { published }), says('CVE-2026-2', undefined)]],
  ['Debian:12 bash', [says('CVE-2026-3', '5.2')]],
]);
const advisories = advisoriesOf(statements, at(3), {
  signals: {
    'CVE-2026-1': {
      exploited: { added: '2026-11-02', due: '2026-11-23', ransomware: true },
      epss: { score: 0.9, percentile: 0.99 },
      ssvc: { exploitation: 'active', automatable: 'yes', technicalImpact: 'total', date: '2026-11-02' },
      cvss: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'NVD', score: 9.8 }],
    },
  },
  feeds: [
    fetched('kev', at(3)),
    fetched('epss', at(3)),
    fetched('old', '2026-11-01T00:00:00.000Z', { error: 'HTTP 500' }),
  ],
  releases: [bookworm],
});

/** What the server has of advisories as requests come; undefined for none. */
const nothingNamed = {
  ...advisories,
  namedBy: () => [],
  lifecycleByIdentifier: () => [],
  exploitedProducts: () => undefined,
  ecosystemsNaming: () => [],
  product: () => undefined,
  listing: () => undefined,
};
let here: typeof nothingNamed | undefined = nothingNamed;

beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 3 });
  mine = await addOrganisation(store);
  for (const [name, exposure, tags] of [
    ['db', 'internal', ['lab']],
    ['web', 'internet', []],
    ['new', 'unknown', []],
  ] as const) {
    ids.set(name, await addEndpoint(store, mine, name, name === 'new' ? undefined : at(11)));
    await store.inOrganisation(mine, (transaction) =>
      transaction.query(
        `update endpoint set exposure = $2, tags = $3, os_id = 'debian', os_version = '12',
           facts = '{"hostname": "x", "os": {"id": "debian", "version": "12"}}' where id = $1`,
        [ids.get(name), exposure, tags],
      ),
    );
  }
  const apt = (openssl: string, offers?: Parameters<typeof report>[3][number]['offers']) => [
    { adapter: 'apt', packages: [installed('openssl', openssl), installed('bash', '5.1')], ...(offers && { offers }) },
  ];
  const security = { is: true, why: 'it comes from the security channel' } as const;
  await report(store, mine, ids.get('db') ?? '', apt('3.0.1'), at(1));
  await report(store, mine, ids.get('db') ?? '', apt('3.0.9', []), at(2));
  await report(
    store,
    mine,
    ids.get('web') ?? '',
    apt('3.0.1', [
      offered('openssl', '3.0.1', '3.0.9', { security }),
      offered('bash', '5.1', '5.2', { heldBack: { cause: 'phasing', why: '10 % of machines' } }),
    ]),
    at(2),
  );
  await matchPending(store, mine, advisories, () => new Date(at(3)));
  await report(store, mine, ids.get('db') ?? '', apt('3.0.1', []), at(4));
  app = Fastify();
  await app.register(
    apiRoutes(
      store,
      async ({ headers }) => ({
        ok: true,
        access: accessOf({
          kind: 'api-token',
          member: {
            organisation: mine,
            account: randomUUID(),
            role: 'viewer',
            tagScope: scopes[String(headers['authorization'])],
          },
          token: randomUUID(),
          scopes: headers['authorization'] === 'blind' ? ['deployment.read'] : ['inventory.read'],
        }),
      }),
      { isHeardOf: () => true, now: () => NOW, advisories: () => here },
    ),
    { prefix: API_BASE },
  );
});
afterAll(async () => {
  await app.close();
  await store.close();
});

/** What came over the wire: each test says what it has to be. */
type Json = ReturnType<typeof JSON.parse>;
async function get(path: string, parameters: Readonly<Record<string, string>> = {}, as = 'all'): Promise<Json> {
  const query = new URLSearchParams(parameters).toString();
  const url = `${API_BASE}${path}${path.includes('?') ? '&' : '?'}${query}`;
  const response = await app.inject({ url, headers: { authorization: as } });
  return { status: response.statusCode, ...response.json() };
}
const paths = (): readonly string[] => [
  '/vulnerabilities',
  '/patches',
  '/updates',
  '/lifecycle',
  '/feeds',
  `/endpoints/${ids.get('db')}/history`,
  `/endpoints/${ids.get('web')}/packages`,
  `/endpoints/${ids.get('web')}/updates`,
  `/endpoints/${ids.get('web')}/findings`,
  '/vulnerabilities/CVE-2026-1/endpoints?verdict=exposed',
];

test('every list comes in pages of one row that together are the whole list, without repeats', async () => {
  for (const path of paths()) {
    const whole = await get(path, { limit: '1000' });
    expect([path, whole.status, whole.total]).toEqual([path, 200, whole.items.length]);
    expect([path, whole.total > 0]).toEqual([path, true]);
    const rows: Json[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Json = await get(path, cursor === undefined ? { limit: '1' } : { limit: '1', cursor });
      expect([path, page.status, page.total]).toEqual([path, 200, whole.total]);
      rows.push(...page.items);
      cursor = page.next;
    }
    expect(rows).toEqual(whole.items);
  }
});

test('every list can be entered at any place, and past its end still says how long it is', async () => {
  for (const path of paths()) {
    const whole = await get(path);
    const last = await get(path, { limit: '1', skip: String(whole.total - 1) });
    expect([path, last.items, last.total, last.next]).toEqual([path, whole.items.slice(-1), whole.total, null]);
    const past = await get(path, { skip: '100' });
    expect([path, past.items, past.total, past.next]).toEqual([path, [], whole.total, null]);
  }
});

test('who may not read learns nothing from any of them', async () => {
  for (const path of [...paths(), '/overview', '/values', '/vulnerabilities/CVE-2026-1/why']) {
    expect([path, (await get(path, { resource: 'endpoints', field: 'os' }, 'blind')).status]).toEqual([path, 403]);
  }
});

test('who is limited to tags reads only of endpoints that have one', async () => {
  expect((await get('/updates', {}, 'lab')).total).toBe(0);
  expect((await get('/lifecycle', {}, 'lab')).items).toMatchObject([{ endpoints: 1 }]);
  expect((await get('/vulnerabilities', { q: 'cve:CVE-2026-1' }, 'lab')).items).toMatchObject([
    { endpoints: 1, due: '2026-11-04' },
  ]);
  expect((await get(`/endpoints/${ids.get('web')}/packages`, {}, 'lab')).status).toBe(404);
  const { items } = await get('/vulnerabilities/CVE-2026-1/why', {}, 'lab');
  expect(items.map((item: Json) => item.exposure)).toEqual(['internal']);
});

describe('vulnerabilities', () => {
  test('are the most urgent first, with what is known of them', async () => {
    const { items } = await get('/vulnerabilities');
    expect(items).toMatchObject([
      {
        vulnerability: 'CVE-2026-1',
        severity: 'critical',
        cvss: 9.8,
        epss: 0.9,
        epssPercentile: 0.99,
        exploited: true,
        ransomware: true,
        published: '2026-11-01T08:00:00.000Z',
        due: '2026-11-04',
        endpoints: 2,
        fixable: 2,
        packages: ['openssl'],
      },
      { vulnerability: 'CVE-2026-3', exploited: false, epss: null, epssPercentile: null, endpoints: 2, fixable: 2 },
      { vulnerability: 'CVE-2026-2', due: null, state: 'no-fix', endpoints: 2, fixable: 0 },
    ]);
  });

  test('say why they are due when they are, for each exposure of endpoints that have them', async () => {
    const { items } = await get('/vulnerabilities/CVE-2026-1/why');
    expect(items).toMatchObject([
      {
        exposure: 'internet',
        endpoints: 1,
        packages: [{ name: 'openssl', version: '3.0.1', fixedVersion: '3.0.9' }],
        explanation: { policy: 'bod-26-04', deadline: { due: '2026-11-04', forensics: true }, overdueDays: 18 },
      },
      { exposure: 'internal', explanation: { deadline: { due: '2026-11-04' } } },
    ]);
    const { inputs, changes } = items[0].explanation;
    expect(inputs).toContainEqual({
      use: 'decides',
      reason: { factor: 'exploited', value: 'yes', source: 'KEV, used in ransomware campaigns', date: '2026-11-02' },
    });
    expect(changes).toContainEqual(expect.objectContaining({ condition: 'if it were not known to be exploited' }));
    expect((await get('/vulnerabilities/CVE-2026-1/why', { endpoint: ids.get('db') ?? '' })).items).toHaveLength(1);
    expect((await get('/vulnerabilities/CVE-1999-1/why')).items).toEqual([]);
  });
});

test('patches close findings, say by when, and what channels offer for it', async () => {
  const { items } = await get('/patches');
  expect(items).toMatchObject([
    {
      source: 'openssl',
      to: '3.0.9',
      endpoints: 2,
      closes: ['CVE-2026-1'],
      due: '2026-11-04',
      exploited: true,
      severity: 'critical',
      offered: ['3.0.9'],
    },
    { source: 'bash', to: '5.2', closes: ['CVE-2026-3'], exploited: false },
  ]);
  expect((await get('/patches', { q: 'exposure:internal overdue:yes' })).items).toMatchObject([
    { source: 'openssl', endpoints: 1 },
  ]);
});

test('updates say how many endpoints, whether for security and why, and what is kept back', async () => {
  const { items } = await get('/updates');
  expect(items).toMatchObject([
    {
      source: 'openssl',
      version: '3.0.9',
      endpoints: 1,
      heldOn: 0,
      security: 'yes',
      why: ['it comes from the security channel'],
      packages: [{ name: 'openssl', installed: '3.0.1', candidate: '3.0.9' }],
    },
    { source: 'bash', heldOn: 1, security: 'unknown', held: [{ cause: 'phasing', why: '10 % of machines' }] },
  ]);
  expect((await get('/updates', { q: 'security:yes' })).total).toBe(1);
  expect((await get('/updates', { q: 'endpoint:db' })).total).toBe(0);
});

test('systems have their support dates, and feeds their age', async () => {
  expect((await get('/lifecycle')).items).toMatchObject([
    { product: 'debian', release: '12', state: 'extended', endOfLife: '2026-06-10', endpoints: 3 },
  ]);
  const { items, neverFetched } = await get('/feeds');
  expect(neverFetched).toContain('debian-tracker');
  expect(neverFetched).not.toContain('kev');
  expect(items).toMatchObject([
    { name: 'epss', stale: false, ageHours: 9, dataAgeDays: 0, staleWhy: [] },
    { name: 'kev' },
    {
      name: 'old',
      stale: true,
      error: 'HTTP 500',
      staleWhy: [
        'the last update failed: HTTP 500',
        'it was not asked for 21 days',
        'its data were fetched 21 days ago',
      ],
    },
  ]);
});

test('whether there are advisories is said with the overview, with the feeds, and with each verdict', async () => {
  const known = () =>
    Promise.all(
      ['/overview', '/feeds', '/vulnerabilities/CVE-2026-1'].map(async (path) => (await get(path)).advisories),
    );
  expect(await known()).toEqual(['in-use', 'in-use', 'in-use']);
  here = undefined;
  try {
    expect(await known()).toEqual(['gone', 'gone', 'gone']);
    const { items } = await get('/feeds');
    expect(items.map(({ stale, staleWhy }: Json) => [stale, staleWhy[0]])).toEqual(
      Array.from({ length: 3 }, () => [true, 'the server has lost the advisory database; what was judged by it stays']),
    );
    expect((await get('/overview')).numbers).toContainEqual(expect.objectContaining({ name: 'feeds-stale', count: 3 }));
    await store.inOrganisation(mine, (transaction) => transaction.query("update advisory_generation set id = ''"));
    expect(await known()).toEqual(['none', 'none', 'none']);
  } finally {
    here = nothingNamed;
  }
});

test('findings say what is known of them and when they are due, over the fleet and on one endpoint', async () => {
  const known = {
    vulnerability: 'CVE-2026-1',
    risk: {
      severity: 'critical',
      cvss: 9.8,
      epss: 0.9,
      epssPercentile: 0.99,
      exploited: true,
      due: { exposed: '2026-11-04', internal: '2026-11-04' },
      rule: { exposed: expect.stringContaining('3 days + forensics') },
    },
  };
  expect((await get('/findings', { q: 'cve:CVE-2026-1' })).items).toMatchObject([known]);
  const { items, unjudged } = await get(`/endpoints/${ids.get('web')}/findings`, { limit: '1' });
  expect(items).toMatchObject([known]);
  expect(unjudged).toBe(0);
});

describe('an endpoint', () => {
  test('has packages with what is offered in their place; none is only said where the channel was asked', async () => {
    const web = await get(`/endpoints/${ids.get('web')}/packages`);
    expect(web.items).toMatchObject([
      { name: 'bash', update: 'held', findings: 1, offers: [{ candidate: '5.2', held: { cause: 'phasing' } }] },
      { name: 'openssl', update: 'available', findings: 2, offers: [{ security: 'yes', held: null }] },
    ]);
    const db = await get(`/endpoints/${ids.get('db')}/packages`);
    expect(db.items.map((item: Json) => item.update)).toEqual(['none', 'none']);
    expect((await get(`/endpoints/${ids.get('web')}/updates`)).items).toMatchObject([
      { package: 'bash', installed: '5.1' },
      { package: 'openssl', candidate: '3.0.9' },
    ]);
    expect((await get(`/endpoints/${randomUUID()}/packages`)).status).toBe(404);
  });

  test('has a history: what was found, fixed and came back, between its reports', async () => {
    const { items } = await get(`/endpoints/${ids.get('db')}/history`, { limit: '100' });
    const of = (vulnerability: string) =>
      items.flatMap((item: Json) =>
        item.vulnerability === vulnerability ? [`${item.kind} ${new Date(item.at).getUTCHours()}`] : [],
      );
    expect(of('CVE-2026-1')).toEqual(['reopened 4', 'fixed 2', 'found 1']);
    expect(of('CVE-2026-3')).toEqual(['found 1']);
    expect(items.filter((item: Json) => item.kind === 'section' && item.section === 'installed')).toHaveLength(3);
  });
});

test('each number of the overview is the total of the list that its query opens', async () => {
  const { numbers } = await get('/overview');
  const counts = Object.fromEntries(numbers.map(({ name, count }: Json) => [name, count]));
  expect(counts).toMatchObject({ endpoints: 3, overdue: 1, exploited: 1, silent: 1, 'exposed-criticals': 1 });
  expect(counts).toMatchObject({ 'inventory-incomplete': 1, unsupported: 0, 'feeds-stale': 1, 'overdue-30-days': 0 });
  for (const { name, resource, q, count } of numbers) {
    if (resource === 'feeds') continue;
    expect([name, (await get(`/${resource}`, { q, limit: '1' })).total]).toEqual([name, count]);
  }
});

test('each day keeps what was open and overdue at its last look; who is limited to tags is shown no figures', async () => {
  const before = new Date(NOW.getTime() - 86_400_000);
  await keepDailyFigures(store, mine, NOW);
  await keepDailyFigures(store, mine, before);
  // An earlier look comes too late.
  await store.inOrganisation(mine, (transaction) =>
    keepDay(transaction, new Date('2026-11-22T00:10:00Z'), { endpoints: 9, severe: 9, exploited: 9, overdue: 9 }),
  );
  expect(await get('/overview/days')).toMatchObject({
    items: [
      { day: '2026-11-21', endpoints: 3, exploited: 1, overdue: 1 },
      { day: '2026-11-22', endpoints: 3, severe: 1, exploited: 1, overdue: 1 },
    ],
    isLimited: false,
  });
  expect((await get('/overview/days', { days: '1' })).items).toHaveLength(2);
  expect(await get('/overview/days', {}, 'lab')).toMatchObject({ items: [], isLimited: true });
});

test('a field has values to choose from, among what a query finds', async () => {
  const values = async (parameters: Record<string, string>) => (await get('/values', parameters)).values;
  expect(await values({ resource: 'endpoints', field: 'exposure' })).toEqual([
    { value: 'internal', count: 1 },
    { value: 'internet', count: 1 },
    { value: 'unknown', count: 1 },
  ]);
  expect(await values({ resource: 'endpoints', field: 'os', q: 'cve:CVE-2026-1' })).toEqual([
    { value: 'debian', count: 2 },
  ]);
  expect(await values({ resource: 'endpoints', field: 'lifecycle' })).toEqual([{ value: 'extended', count: 3 }]);
  expect(await values({ resource: 'endpoints', field: 'inventory' })).toEqual([
    { value: 'complete', count: 2 },
    { value: 'none', count: 1 },
  ]);
  expect(await values({ resource: 'packages', field: 'pkg', typed: 'OPEN' })).toEqual([{ value: 'openssl', count: 1 }]);
  expect(await values({ resource: 'packages', field: 'update', q: 'endpoint:web' })).toEqual([
    { value: 'available', count: 1 },
    { value: 'held', count: 1 },
  ]);
  expect(await values({ resource: 'findings', field: 'severity' })).toEqual([
    { value: 'unknown', count: 2 },
    { value: 'critical', count: 1 },
  ]);
  expect((await get('/values', { resource: 'endpoints', field: 'package' })).status).toBe(400);
});
