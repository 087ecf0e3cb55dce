// Cost follows variety: at 10,000 endpoints of 600 packages the hottest queries read no endpoint × package, and few buffers.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import pg from 'pg';
import type { Ring } from '@suture/core/rollouts/ring.ts';
import { planShelf } from '../actions/plan-shelf.ts';
import { deploy, fleetOf } from '../deployment-fleet.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, fetched } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { unexplainedUpdates } from './changelogs.ts';
import { type OrganisationId, type Store, type Transaction, openStore } from './database.ts';
import { loadJobs, nextDue } from './deployment-jobs.ts';
import { deploymentList, jobList } from './deployment-lists.ts';
import { dueDeployments } from './deployments.ts';
import { recordRepeated } from './endpoint-seen.ts';
import { countDue } from './endpoint-classes.ts';
import { dressFleet } from './dressed-fleet.fixture.ts';
import { type Fleet, seedFleet } from './fleet.fixture.ts';
import { hotQueries } from './hot-queries.fixture.ts';

const database = useDatabase();
const size = { endpoints: 10_000, sets: 200, packages: 600 };
const NOW = Date.UTC(2026, 10, 22, 12);
const VULNERABILITY = 'CVE-2026-10060';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await seedFleet(database(), size);
  const store = openStore({ connection: database().connection });
  const known = {
    signals: { [VULNERABILITY]: { exploited: { added: '2026-11-02', due: undefined, ransomware: false } } },
    feeds: [fetched('kev', '2026-11-22T11:00:00Z')],
  };
  const advisories = advisoriesOf(fleet.statements, '2026-11-22T11:00:00Z', known);
  await matchPending(store, fleet.organisation, advisories, () => new Date(NOW));
  await store.close();
  const client = new pg.Client(database().superuser);
  await client.connect();
  await dressFleet(client, fleet.organisation);
  await client.query(
    `insert into section_history (organisation, endpoint, adapter, kind, status, package_set, since, until)
     select organisation, endpoint, adapter, kind, status, package_set, since - n * interval '2 days', since - n * interval '1 day'
     from section cross join generate_series(1, 5) n`,
  );
  await client.query(
    `insert into endpoint_certificate (organisation, serial, endpoint, key_digest, issued_at, renew_after, not_after)
     select organisation, md5(id::text), id, '', now(), now(), now() from endpoint`,
  );
  await client.query("update endpoint_seen set reported = '\\x01'");
  await countAll(fleet.organisation);
  await client.query('vacuum analyze');
  await client.end();
}, 180_000);

/** As the worker does. */
async function countAll(organisation: OrganisationId): Promise<void> {
  const store = openStore({ connection: database().connection, size: 1 });
  while ((await store.inOrganisation(organisation, (transaction) => countDue(transaction, 20_000))) > 0);
  await store.close();
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** The most rows of any step over all its loops, all buffers, and the tables that were read as a whole. */
async function costOf(run: (transaction: Transaction) => Promise<unknown>) {
  const store = openStore({ connection: database().connection, size: 1 });
  const cost = { rows: 0, buffers: 0, scanned: new Set<string>() };
  const look = (plan: Plan): void => {
    const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0);
    cost.rows = Math.max(cost.rows, (plan['Actual Rows'] + removed) * plan['Actual Loops']);
    if (plan['Node Type'] === 'Seq Scan' && plan['Actual Loops'] > 0) cost.scanned.add(plan['Relation Name'] ?? '');
    plan.Plans?.forEach(look);
  };
  try {
    // What is in sets is read once, by whoever asks first.
    await store.inOrganisation(fleet.organisation, run);
    await store.inOrganisation(fleet.organisation, (transaction) =>
      run({
        ...transaction,
        async query(text, values) {
          const [explained] = await transaction.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
            `explain (analyze, buffers, timing off, format json) ${text}`,
            values,
          );
          for (const { Plan } of explained?.['QUERY PLAN'] ?? []) {
            look(Plan);
            cost.buffers += Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
          }
          return transaction.query(text, values);
        },
      }),
    );
  } finally {
    await store.close();
  }
  expect(cost.rows).toBeGreaterThan(0);
  return cost;
}

/** Rows of any step, and pages of 8 kB in all. */
const MOST = {
  bounded: { rows: 10_000, buffers: 10_000 },
  endpoints: { rows: size.endpoints, buffers: 45_000 },
  // Some two rows for each finding on the fleet.
  placed: { rows: 20_000, buffers: 20_000 },
  variety: { rows: size.sets * size.packages, buffers: 150_000 },
} as const;

const PLACE = '00000000-0000-0000-0000-000000000000';

describe('a hot query at 10,000 endpoints reads what it must', () => {
  test.each(hotQueries(NOW, PLACE, VULNERABILITY).map(({ name, grows }, index) => [name, grows, index] as const))(
    '%s: %s',
    async (_name, grows, index) => {
      const asked = hotQueries(NOW, fleet.endpoints[7] ?? '', VULNERABILITY)[index];
      if (asked === undefined) throw new Error('it is not there');
      const { rows, buffers, scanned } = await costOf(asked.run);
      expect(rows).toBeLessThanOrEqual(MOST[grows].rows);
      expect(buffers).toBeLessThanOrEqual(MOST[grows].buffers);
      expect(scanned).not.toContain('section_history');
      if (grows === 'bounded')
        for (const table of ['section', 'endpoint', 'endpoint_seen']) expect(scanned).not.toContain(table);
    },
    60_000,
  );
});

describe('of a deployment to all of them', () => {
  let id: string;
  const first = { after: undefined, limit: 100 };

  beforeAll(async () => {
    const store = openStore({ connection: database().connection, size: 1 });
    const all = fleetOf(fleet.organisation, fleet.endpoints);
    const limits = { deployment: 50, ring: 50, group: 1 };
    id = await deploy(
      store,
      all,
      { signing: all.operator.privateKey, plans: planShelf() },
      { rings: '2000,rest', limits },
    );
    await store.close();
    const client = new pg.Client(database().superuser);
    await client.connect();
    // Some wait for their time, as those do whose window is not open; the ring of 2,000 has begun.
    await client.query(
      `update deployment_job set state = 'deferred', due_at = now() + interval '1 hour' where position between 500 and 700`,
    );
    await client.query('vacuum analyze');
    await client.end();
  }, 120_000);

  const ring = { number: 0, first: 0, end: 2_000, state: { kind: 'open' } } as unknown as Ring;
  const wanted = { positions: [7], rings: [ring], isRollingBack: false };
  test.each<readonly [string, number, (transaction: Transaction) => Promise<unknown>]>([
    ['when the next is due', 300, (transaction) => nextDue(transaction, id, Date.now())],
    ['what a look at it is about', 3_000, (transaction) => loadJobs(transaction, id, wanted, Date.now())],
    ['which deployments are due', 10, (transaction) => dueDeployments(transaction, undefined)],
  ])('%s is read by key', async (_name, most, run) => {
    const { rows, scanned } = await costOf(run);
    expect(rows).toBeLessThanOrEqual(most);
    for (const table of ['deployment_job', 'endpoint', 'endpoint_seen']) expect(scanned).not.toContain(table);
  });

  test.each<readonly [string, (transaction: Transaction) => Promise<unknown>]>([
    ['deployments', (transaction) => deploymentList(transaction, { ...first, states: undefined })],
    [
      'its endpoints',
      (transaction) => jobList(transaction, id, { ...first, states: undefined, ring: undefined, cause: undefined }),
    ],
    [
      'its endpoints, from far down',
      (transaction) =>
        jobList(transaction, id, { ...first, skip: 9_000, states: ['queued'], ring: undefined, cause: undefined }),
    ],
  ])('a page of %s looks at each job once at most', async (_name, run) => {
    const { rows, buffers } = await costOf(run);
    expect(rows).toBeLessThanOrEqual(size.endpoints);
    expect(buffers).toBeLessThanOrEqual(45_000);
  });
});

describe('what endpoints ask at each check-in is read by key', () => {
  test('where fifty say nothing new', async () => {
    const fifty = fleet.endpoints.slice(0, 50).map((endpoint, sequence) => ({
      endpoint,
      serial: createHash('md5').update(endpoint).digest('hex'),
      at: new Date(NOW),
      sequence: sequence + 1,
      reported: Buffer.from([1]),
      clockOffsetMs: 0,
    }));
    const { rows, scanned } = await costOf((transaction) => {
      const within = {
        inOrganisation: (_: unknown, work: (inside: Transaction) => Promise<unknown>) => work(transaction),
      };
      return recordRepeated(within as unknown as Store, fleet.organisation, fifty);
    });
    expect(rows).toBe(50);
    for (const table of ['endpoint', 'endpoint_seen', 'endpoint_certificate']) expect(scanned).not.toContain(table);
  });

  test('where one is offered updates, of which it is said which nothing explains', async () => {
    const { rows, scanned } = await costOf((transaction) =>
      unexplainedUpdates(transaction, fleet.endpoints[7] ?? '', new Date(NOW), 100),
    );
    expect(rows).toBeLessThan(size.packages);
    for (const table of ['section', 'package', 'package_set_member']) expect(scanned).not.toContain(table);
  });
});
