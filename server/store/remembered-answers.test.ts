// Answers are kept as long as they are true: what changes anything of a list is seen by whoever asks next.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Resource } from '@suture/core/query/field.ts';
import { reaching } from '../access/reach.ts';
import { useDatabase } from '../test-database.ts';
import { dressFleet } from './dressed-fleet.fixture.ts';
import { countDue } from './endpoint-classes.ts';
import { type Fleet, seedFleet } from './fleet.fixture.ts';
import { hotQueries, compiledFor } from './hot-queries.fixture.ts';
import { type Store, type Transaction, openStore } from './database.ts';
import { gatherChanges, remembered } from './remembered-answers.ts';

const database = useDatabase();
let store: Store;
let fleet: Fleet;
let client: pg.Client;
beforeAll(async () => {
  fleet = await seedFleet(database(), { endpoints: 40, sets: 4, packages: 20 });
  client = new pg.Client(database().superuser);
  await client.connect();
  await dressFleet(client, fleet.organisation);
  await client.query(
    `insert into package_finding (organisation, package, vulnerability, state, evidence, since)
     select organisation, id, 'CVE-2026-1', 'affected', '{}', '-infinity' from package`,
  );
  await client.query(
    `insert into vulnerability (organisation, id, exploited, signals) values ($1, 'CVE-2026-1', false, '{}')`,
    [fleet.organisation],
  );
  await client.query(
    `insert into finding_group (organisation, digest, vulnerability, said, since) values ($1, sha256(''), 'CVE-2026-1', '{}', '2026-11-01')`,
    [fleet.organisation],
  );
  await client.query(
    "insert into advisory_ecosystem (organisation, ecosystem, covered) values ($1, 'Debian:12', true)",
    [fleet.organisation],
  );
});
afterAll(async () => {
  await client.end();
  await store.close();
});
beforeEach(() => {
  // Another store remembers nothing of what the one before answered.
  store = openStore({ connection: database().connection, size: 3 });
});

let looks = 0;
/** How often it was looked for since the last time this was asked. */
const looked = (): number => {
  const before = looks;
  looks = 0;
  return before;
};
const asks = (
  from = store,
  text = '',
  look: () => Promise<unknown> = async () => (looks += 1),
  resource: Resource = 'findings',
) =>
  from.inOrganisation(fleet.organisation, async (transaction) =>
    remembered(
      from,
      transaction,
      {
        list: 'findings',
        page: { limit: 50 },
        queries: [await compiledFor(transaction, resource, text, Date.UTC(2026, 10, 22))],
      },
      look,
    ),
  );

test('what was looked for once is not looked for again, each query for itself', async () => {
  for (const text of ['', 'tag:web', '', 'tag:web', 'tag:lab']) await asks(store, text);
  expect(looked()).toBe(3);
});

test('what is asked about endpoints one by one is looked for each time', async () => {
  for (const text of ['seen:<24h', 'kernel:6.1', 'endpoint:web-*']) {
    for (let time = 0; time < 2; time += 1) {
      await asks(store, text);
      await asks(store, text, undefined, 'endpoints');
    }
  }
  expect(looked()).toBe(12);
});

test('who is limited to tags is told nothing that another was told, and nothing of it is kept', async () => {
  await asks();
  const limited = reaching(store, { tagScope: ['web'] });
  for (let time = 0; time < 2; time += 1) await asks(limited);
  expect(looked()).toBe(3);
});

test('many who ask at once are told what one looked for', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const found: Promise<unknown>[] = [];
  const look = async () => {
    looks += 1;
    return promise;
  };
  found.push(asks(store, '', look), asks(store, '', look));
  await expect.poll(() => looks).toBe(1);
  resolve('an answer');
  expect(await Promise.all(found)).toEqual(['an answer', 'an answer']);
  expect(looked()).toBe(1);
});

test('a failure is nobody else’s', async () => {
  await expect(asks(store, '', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await asks();
  expect(looked()).toBe(1);
});

test('what is changed by a transaction that takes it back is not seen', async () => {
  await asks();
  await client.query('begin');
  await client.query("update package set fixed_by = '3'");
  await asks();
  await client.query('rollback');
  await asks();
  expect(looked()).toBe(1);
});

describe('a change is seen by whoever asks next:', () => {
  test.each([
    ["update endpoint set exposure = 'internet'"],
    ['delete from endpoint where id = (select max(id::text)::uuid from endpoint)'],
    ["update section set status = 'partial'"],
    ["update package set fixed_by = '2' where id = (select min(id) from package)"],
    ['delete from package_set_member where package = (select max(package) from package_set_member)'],
    ['update package_finding set until = now() where package = (select min(package) from package_finding)'],
    ["update finding_group set due_exposed = '2026-11-02'"],
    ['update vulnerability set exploited = true'],
    ['update advisory_ecosystem set covered = false'],
    ['update offer set held_cause = null'],
    ['delete from offer_set_member where offer = (select max(offer) from offer_set_member)'],
  ])('%s', async (change) => {
    await asks();
    await client.query(change);
    await asks();
    await asks();
    expect(looked()).toBe(2);
  });
});

test('what was changed of an endpoint is looked for where it is asked about, and nowhere else', async () => {
  const looksOnceTagged = async (...tags: readonly string[]): Promise<number> => {
    await client.query('update endpoint set tags = $1 where id = (select min(id::text)::uuid from endpoint)', [tags]);
    await asks();
    await asks(store, 'tag:web');
    return looked();
  };
  expect(await looksOnceTagged('web')).toBe(2);
  // It has the tag that is asked about, as before.
  expect(await looksOnceTagged('web', 'more')).toBe(0);
  expect(await looksOnceTagged('lab')).toBe(1);
  expect(await looksOnceTagged('other')).toBe(0);
});

test('counting what was changed, and making many changes one, changes nothing', async () => {
  await client.query("update endpoint set tags = '{web}'");
  await asks();
  looked();
  while ((await store.inOrganisation(fleet.organisation, (transaction) => countDue(transaction, 7))) > 0);
  await asks();
  // Those of transactions that ended before any that still goes on, in whatever database of this PostgreSQL.
  const left = async () => {
    await store.inOrganisation(fleet.organisation, (transaction) => gatherChanges(transaction, 1));
    return (await client.query('select from knowledge_change')).rowCount;
  };
  await expect.poll(left).toBe(1);
  await asks();
  expect(looked()).toBe(0);
});

test('lists are made of nothing but what tells of its changes', async () => {
  const read = new Set<string>();
  const look = (plan: { 'Relation Name'?: string; Plans?: [] }): void => {
    if (plan['Relation Name'] !== undefined) read.add(plan['Relation Name']);
    plan.Plans?.forEach(look);
  };
  const lists = hotQueries(Date.UTC(2026, 10, 22), fleet.endpoints[0] ?? '', 'CVE-2026-1').filter(({ name }) =>
    ['packages', 'findings', 'vulnerabilities', 'patches', 'updates', 'lifecycle', 'hardware'].includes(name),
  );
  expect(lists).toHaveLength(7);
  await store.inOrganisation(fleet.organisation, async (transaction) => {
    const explaining: Transaction = {
      ...transaction,
      query: async (text, values) => {
        const [row] = await transaction.query(`explain (format json) ${text}`, values);
        look(row?.['QUERY PLAN'][0].Plan);
        return transaction.query(text, values);
      },
    };
    for (const { run } of lists) await run(explaining);
  });
  const { rows } = await client.query<{ name: string }>(
    "select distinct event_object_table as name from information_schema.triggers where trigger_name ~ '^(knowledge|due)_'",
  );
  const telling = new Set([...rows.map(({ name }) => name), 'counted_class', 'endpoint_class', 'class_due']);
  // Nothing that is kept asks when an endpoint was seen.
  expect([...read].filter((name) => !telling.has(name) && name !== 'endpoint_seen')).toEqual([]);
});
