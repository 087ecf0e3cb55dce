// What was told of places is told again without the database, but for packages of which something changed since, whoever changed it.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { reaching } from '../access/reach.ts';
import { useDatabase } from '../test-database.ts';
import { type Store, openStore } from './database.ts';
import { dressFleet } from './dressed-fleet.fixture.ts';
import { countDue } from './endpoint-classes.ts';
import { type Fleet, seedFleet } from './fleet.fixture.ts';
import { compiledFor } from './hot-queries.fixture.ts';
import { toldOfPlaces } from './known-places.ts';
import { placePackages, placedFindings } from './placed-packages.ts';
import { gatherChanges } from './remembered-answers.ts';

const database = useDatabase();
let store: Store;
let fleet: Fleet;
let client: pg.Client;
let all: number;
beforeAll(async () => {
  fleet = await seedFleet(database(), { endpoints: 40, sets: 4, packages: 20 });
  client = new pg.Client(database().superuser);
  await client.connect();
  await dressFleet(client, fleet.organisation);
  await client.query(
    `insert into finding_group (organisation, digest, vulnerability, said, since)
     select $1, sha256(n::text::bytea), 'CVE-2026-' || n, '{}', '2026-11-01' from generate_series(1, 4) n`,
    [fleet.organisation],
  );
  await client.query(
    `insert into package_finding (organisation, package, vulnerability, state, evidence, since, finding_group)
     select p.organisation, p.id, g.vulnerability, 'affected', '{}', '-infinity', g.id from package p
     join finding_group g on g.vulnerability = 'CVE-2026-' || p.id % 4 + 1`,
  );
  all = fleet.distinctPackages;
});
afterAll(() => client.end());
beforeEach(() => {
  store = openStore({ connection: database().connection, size: 3 });
  return () => store.close();
});

/** On how many packages the database was asked, and what it told of all of them. */
async function ask(from = store, text = '', isOfOneMoment = true) {
  let asked = 0;
  const told = await from.inOrganisation(
    fleet.organisation,
    async (transaction) => {
      const query = await compiledFor(transaction, 'findings', text, Date.UTC(2026, 10, 22));
      const placement = await placePackages(transaction, query);
      return toldOfPlaces<{ place: string; said: string }, string>(transaction, query, placement, {
        statement: (
          placed,
        ) => `with ${placed} select class.place, string_agg(f.vulnerability || f.state || coalesce(its.severity, ''), ' ') as said
          from ${placedFindings('p.')} ${query.joins} left join finding_group its on its.organisation = $1 and its.id = f.finding_group
          where ${query.where} group by class.place`,
        read: (rows) => {
          asked += rows.length;
          return rows.map(({ said }) => said);
        },
      });
    },
    isOfOneMoment ? 'reads' : undefined,
  );
  return { asked, told };
}

test('nothing changed: nothing is asked again, and the same is told', async () => {
  const first = await ask();
  expect(first.asked).toBe(all);
  expect(await ask()).toEqual({ ...first, asked: 0 });
});

test('of packages that came to be somewhere else, nothing is asked again; another query is asked of all', async () => {
  await ask();
  await client.query(
    `update section set package_set = (select max(package_set) from section where kind = 'installed') where kind = 'installed'
       and endpoint = (select min(id::text)::uuid from endpoint)`,
  );
  expect((await ask()).asked).toBe(0);
  await store.inOrganisation(fleet.organisation, (transaction) => countDue(transaction, 100));
  expect((await ask()).asked).toBe(0);
  expect((await ask(store, '-tag:lab')).asked).toBe(all);
});

test.each([
  ['a finding', "update package_finding set state = 'no-fix' where package = (select min(id) from package)", 1],
  ['a package', "update package set fixed_by = '9' where id = (select max(id) from package)", 1],
  [
    'what a group of findings is',
    "update finding_group set severity = 'high' where vulnerability = 'CVE-2026-2'",
    undefined,
  ],
  [
    'what is known of a vulnerability',
    "insert into vulnerability (organisation, id, signals) select organisation, 'CVE-2026-2', '{}' from organisation on conflict (organisation, id) do update set exploited = true",
    undefined,
  ],
  [
    'support of a system',
    "insert into advisory_ecosystem (organisation, ecosystem, covered) select organisation, 'Debian:12', true from organisation",
    0,
  ],
])('%s changed: what is about it is asked again, once', async (_what, change, packages) => {
  await ask();
  await client.query(change);
  const [{ of } = { of: 0 }] = (
    await client.query<{ of: number }>(
      "select count(distinct package)::int as of from package_finding where vulnerability = 'CVE-2026-2'",
    )
  ).rows;
  const again = await ask();
  expect(again.asked).toBe(packages ?? of);
  expect((await ask()).asked).toBe(0);
  const fresh = openStore({ connection: database().connection, size: 1 });
  expect(again.told).toEqual((await ask(fresh)).told);
  await fresh.close();
});

test('a change that began before one looked, and was committed after it, is seen', async () => {
  await client.query('begin');
  await client.query("update package_finding set state = 'postponed' where package = (select min(id) from package)");
  await client.query("update package_finding set state = 'will-not-fix' where package = (select max(id) from package)");
  // Others go on meanwhile.
  const other = new pg.Client(database().superuser);
  await other.connect();
  await other.query('update package set fixed_by = fixed_by where id = (select min(id) + 1 from package)');
  await ask();
  await client.query('commit');
  const after = await ask();
  expect(after.asked).toBeGreaterThanOrEqual(2);
  expect(after.told.filter((each) => /postponed|will-not-fix/.test(each ?? ''))).toHaveLength(2);
  await other.end();
});

test('changes that were made one are asked of all by who looked before them, and of none by who looked after', async () => {
  await ask();
  await client.query("update package_finding set state = 'affected' where package = (select min(id) from package)");
  // Those of transactions that ended before any that still goes on, in whatever database of this PostgreSQL.
  const left = async () => {
    await store.inOrganisation(fleet.organisation, (transaction) => gatherChanges(transaction, 1));
    return (await client.query('select from knowledge_change')).rowCount;
  };
  await expect.poll(left).toBe(1);
  expect((await ask()).asked).toBe(all);
  expect((await ask()).asked).toBe(0);
});

test('of who is limited to tags, and of what is not of one moment, nothing is kept and nothing that was kept is told', async () => {
  await ask();
  const limited = reaching(store, { tagScope: ['web'] });
  const some = await ask(limited);
  expect(some.asked).toBeGreaterThan(0);
  expect(await ask(limited)).toEqual(some);
  expect((await ask(store, '', false)).asked).toBe(all);
  expect((await ask()).asked).toBe(0);
});

test('what depends on offers is asked each time', async () => {
  await ask(store, '-update:held');
  expect((await ask(store, '-update:held')).asked).toBeGreaterThan(0);
});
