// Endpoints counted by class: whatever is changed, and whenever it is counted, lists say what the rows themselves say.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reaching } from '../access/reach.ts';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, type Transaction, openStore } from './database.ts';
import { CLASSES_NOW, countDue, isCounted } from './endpoint-classes.ts';

const database = useDatabase();
let store: Store;
let organisation: OrganisationId;
beforeAll(() => {
  store = openStore({ connection: database().connection, size: 3 });
});
afterAll(() => store.close());

const ids = Array.from({ length: 4 }, () => randomUUID());
const inside = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  store.inOrganisation(organisation, work);

beforeEach(async () => {
  organisation = randomUUID() as OrganisationId;
  await inside(async (transaction) => {
    await transaction.query('insert into organisation (organisation, name) values ($1, $2)', [
      organisation,
      organisation,
    ]);
    await transaction.query(
      `insert into package_set (organisation, id, kind, digest, items, content) overriding system value
       select $1, n, case when n < 4 then 'installed' else 'available' end, sha256(n::text::bytea), 0, '' from generate_series(1, 5) n`,
      [organisation],
    );
  });
});

/** Of all classes: how many endpoints, by what is counted together. */
const counted = () =>
  inside((transaction) =>
    transaction.query(
      `with ${CLASSES_NOW}
       select state, exposure, tags, facts ->> 'rebootRequired' as reboot, inventory, sets::text, pairs, sum(endpoints)::int as endpoints
       from class_now group by 1, 2, 3, 4, 5, 6, 7 having sum(endpoints) <> 0 order by 1, 2, 3, 4, 5, 6, 7`,
      [organisation],
    ),
  );

/** The same by the rows themselves, put together here. */
async function looked(): Promise<readonly unknown[]> {
  const { endpoints, sections } = await inside(async (transaction) => ({
    endpoints: await transaction.query(
      "select id, state, exposure, tags, facts ->> 'rebootRequired' as reboot from endpoint where organisation = $1",
      [organisation],
    ),
    sections: await transaction.query(
      'select endpoint, adapter, kind, status, package_set from section where organisation = $1',
      [organisation],
    ),
  }));
  const worst = ['complete', 'partial', 'failed'];
  const classes = endpoints.map(({ id, state, exposure, tags, reboot }) => {
    const own = sections.filter(({ endpoint }) => endpoint === id);
    const installed = own.filter((each) => each['kind'] === 'installed' && each['package_set'] !== null);
    const pairs = installed.map(({ adapter, package_set: set }) => {
      const offers = own.find((each) => each['adapter'] === adapter && each['kind'] === 'available');
      return `${set} ${offers?.['package_set'] ?? 0} ${offers?.['status'] === 'complete' ? 't' : 'f'}`;
    });
    return {
      state,
      exposure,
      tags,
      reboot,
      inventory: worst[Math.max(...own.map(({ status }) => worst.indexOf(String(status))))] ?? 'none',
      sets: `{${[...new Set(installed.map((each) => Number(each['package_set'])))].toSorted((a, b) => a - b).join()}}`,
      pairs: [...new Set(pairs)].toSorted(),
    };
  });
  return [...Map.groupBy(classes, (each) => JSON.stringify(each)).values()].map((alike) => ({
    ...alike[0],
    endpoints: alike.length,
  }));
}

type Change = readonly [sql: string, ...values: readonly unknown[]];

const endpoint = fc.constantFrom(...ids);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(endpoint, fc.constantFrom('pending', 'active', 'quarantined', 'revoked')).map(([id, state]): Change => [
    `insert into endpoint (organisation, id, name, state) values ($1, $2::uuid, $2::uuid::text, $3)
       on conflict (organisation, id) do update set state = excluded.state`,
    id,
    state,
  ]),
  endpoint.map((id): Change => ['delete from endpoint where organisation = $1 and id = $2', id]),
  fc
    .tuple(endpoint, fc.constantFrom('internet', 'internal'))
    .map(([id, to]): Change => ['update endpoint set exposure = $3 where organisation = $1 and id = $2', id, to]),
  fc
    .subarray(['web', 'lab'])
    .map((tags): Change => ['update endpoint set tags = $2::text[] where organisation = $1', tags]),
  fc.tuple(endpoint, fc.constantFrom('true', 'false')).map(([id, value]): Change => [
    `update endpoint set facts = jsonb_build_object('rebootRequired', $3::jsonb, 'kernel', gen_random_uuid())
       where organisation = $1 and id = $2`,
    id,
    value,
  ]),
  fc
    .tuple(
      endpoint,
      fc.constantFrom('apt', 'npm'),
      fc.constantFrom('complete', 'partial', 'failed'),
      fc.integer({ min: 1, max: 5 }),
    )
    .map(([id, adapter, status, set]): Change => [
      `insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
       select $1, e.id, $3, s.kind, $4, case when $4 <> 'failed' then s.id end, now()
       from endpoint e, package_set s where e.organisation = $1 and e.id = $2 and s.organisation = $1 and s.id = $5
       on conflict (organisation, endpoint, adapter, kind) do update
         set status = excluded.status, package_set = excluded.package_set`,
      id,
      adapter,
      status,
      set,
    ]),
  fc
    .constantFrom('apt', 'npm')
    .map((adapter): Change => ['delete from section where organisation = $1 and adapter = $2', adapter]),
);
/** Whether all that is due is counted after it, some, or nothing. */
const steps = fc.array(fc.tuple(change, fc.constantFrom(0, 1, 100)), { minLength: 1, maxLength: 12 });

test('whatever changes and whenever it is counted, the counts are those of the rows', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await inside((transaction) => transaction.query('delete from endpoint where organisation = $1', [organisation]));
      for (const [[sql, ...values], limit] of all) {
        await inside((transaction) => transaction.query(sql, [organisation, ...values]));
        if (limit > 0) await inside((transaction) => countDue(transaction, limit));
      }
      const expected = await looked();
      expect(await counted()).toEqual(expect.arrayContaining([...expected]));
      expect(await counted()).toHaveLength(expected.length);
      while ((await inside((transaction) => countDue(transaction, 3))) > 0);
      expect(await counted()).toEqual(expect.arrayContaining([...expected]));
      expect(await counted()).toHaveLength(expected.length);
    }),
    { numRuns: 60 },
  );
}, 60_000);

describe('while it is counted', () => {
  const add = (id: string) =>
    inside((transaction) =>
      transaction.query("insert into endpoint (organisation, id, name, state) values ($1, $2, 'a', 'active')", [
        organisation,
        id,
      ]),
    );

  test('a change that is committed after it began is not lost', async () => {
    await add(ids[0] ?? '');
    await inside(async (transaction) => {
      await transaction.query("update endpoint set tags = '{web}' where organisation = $1", [organisation]);
      // Counted by another meanwhile, as the endpoint was.
      expect(await inside((other) => countDue(other, 10))).toBe(1);
    });
    expect(await counted()).toMatchObject([{ tags: ['web'], endpoints: 1 }]);
    expect(await inside((transaction) => countDue(transaction, 10))).toBe(1);
    expect(await counted()).toMatchObject([{ tags: ['web'], endpoints: 1 }]);
  });

  test('nobody else counts', async () => {
    await add(ids[0] ?? '');
    await inside(async (transaction) => {
      expect(await countDue(transaction, 10)).toBe(1);
      await add(ids[1] ?? '');
      expect(await inside((other) => countDue(other, 10))).toBe(0);
    });
    expect(await inside((transaction) => countDue(transaction, 10))).toBe(1);
    expect(await counted()).toMatchObject([{ state: 'active', endpoints: 2 }]);
  });

  test('a change of what is not counted is none', async () => {
    await add(ids[0] ?? '');
    await inside((transaction) => countDue(transaction, 10));
    await inside((transaction) =>
      transaction.query(`update endpoint set name = 'b', facts = '{"kernel": "6"}' where organisation = $1`, [
        organisation,
      ]),
    );
    expect(await inside((transaction) => countDue(transaction, 10))).toBe(0);
  });
});

test('who is limited to tags is told no counts', async () => {
  await inside((transaction) =>
    transaction.query(
      `insert into endpoint (organisation, id, name, state, tags)
       select $1, id, id, 'active', case when n = 1 then '{web}' else '{secret}' end::text[] from unnest($2::uuid[]) with ordinality t (id, n)`,
      [organisation, ids],
    ),
  );
  const seen = () =>
    reaching(store, { tagScope: ['web'] }).inOrganisation(organisation, (transaction) =>
      transaction.query(`with ${CLASSES_NOW} select * from class_now`, [organisation]),
    );
  expect(await seen()).toEqual([]);
  await inside((transaction) => countDue(transaction, 10));
  expect(await seen()).toEqual([]);
});

test.each([
  ["e.exposure = 'internal'", true],
  ['(lower((e.os_id) collate "und-x-icu") = $2 and e.state = $3)', true],
  ['exists (select from unnest(e.tags) as value where value = $2)', true],
  ["case e.facts -> 'rebootRequired' when 'true'::jsonb then true end", true],
  ["(e.facts ->> 'kernel') = $2", false],
  ["(e.facts -> 'kernel') is null", false],
  ['not coalesce((seen.seen_at) > $2, false)', false],
  ['e.id in (select s.endpoint from section s)', false],
  ["(e.state = 'active' or e.name = $2)", false],
])('%s is answered by what is counted: %s', (condition, answer) => {
  expect(isCounted(condition)).toBe(answer);
});
