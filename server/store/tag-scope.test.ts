// What the limit to tags costs: next to nothing for who has none, and for who has one no more than the variety of the fleet.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reaching } from '../access/reach.ts';
import { useDatabase } from '../test-database.ts';
import { type Store, type Transaction, openStore } from './database.ts';
import { exposureOf } from './exposure.ts';
import { endpointsJudged } from './judged-endpoints.ts';
import { findingsOfEndpoint } from './findings.ts';
import { type Fleet, seedFleet } from './fleet.fixture.ts';
import { compiledFor } from './hot-queries.fixture.ts';
import { endpointDetail } from './queried-endpoints.ts';
import { queriedPatches } from './queried-patches.ts';
import { queriedVulnerabilities } from './queried-vulnerabilities.ts';

const database = useDatabase();
const size = { endpoints: 4_000, sets: 80, packages: 300 };
const question = { vulnerability: 'CVE-2026-1', isHeardOf: true, seenSince: '2026-11-22T00:00:00Z' };
const first = { after: undefined, limit: 50 };

let store: Store;
let fleet: Fleet;
let client: pg.Client;

beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 1 });
  fleet = await seedFleet(database(), size);
  client = new pg.Client(database().superuser);
  await client.connect();
  await client.query(
    `insert into package_finding (organisation, package, vulnerability, state, fixed_version, evidence, since)
     select organisation, id, 'CVE-2026-' || n, 'affected', '2', '{}', '-infinity'
     from package cross join generate_series(1, 3) n where id % 3 = 0`,
  );
  await client.query("update package set fixed_by = '2', due = false where id % 3 = 0");
  await client.query("update endpoint set tags = '{web}' where right(name, 1) = '7'");
  await client.query('vacuum analyze');
}, 60_000);
afterAll(async () => {
  await store.close();
  await client.end();
});

const everything = (transaction: Transaction) =>
  compiledFor(transaction, 'findings', '', Date.parse('2026-11-22T12:00:00Z'));

const questions: readonly (readonly [string, (transaction: Transaction) => Promise<unknown>])[] = [
  ['the verdict', (transaction) => exposureOf(transaction, question)],
  ['the exposed endpoints', (transaction) => endpointsJudged(transaction, question, 'exposed', first)],
  ['patches', async (transaction) => queriedPatches(transaction, await everything(transaction), first)],
  ['vulnerabilities', async (transaction) => queriedVulnerabilities(transaction, await everything(transaction), first)],
  ['one endpoint', (transaction) => endpointDetail(transaction, fleet.endpoints[7] ?? '')],
  ['what one endpoint has', (transaction) => findingsOfEndpoint(transaction, fleet.endpoints[7] ?? '', first)],
];

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly Plan[];
}
const rowsOf = (plan: Plan): number =>
  (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0)) *
    plan['Actual Loops'] +
  (plan.Plans ?? []).reduce((sum, each) => sum + rowsOf(each), 0);

/** Rows that all steps of the question's queries gave or looked at in vain. */
function handled(from: Store, ask: (transaction: Transaction) => Promise<unknown>): Promise<number> {
  return from.inOrganisation(fleet.organisation, async (transaction) => {
    let rows = 0;
    await ask({
      ...transaction,
      async query(text, values) {
        const [explained] = await transaction.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
          `explain (analyze, timing off, format json) ${text}`,
          values,
        );
        for (const { Plan } of explained?.['QUERY PLAN'] ?? []) rows += rowsOf(Plan);
        return transaction.query(text, values);
      },
    });
    return rows;
  });
}

describe('to who is limited to a tenth of the endpoints', () => {
  test.each(questions)('%s costs the variety of the fleet and one look at each endpoint', async (_name, ask) => {
    const rows = await handled(reaching(store, { tagScope: ['web'] }), ask);
    expect(rows).toBeLessThan(12 * (size.endpoints + size.sets * size.packages));
  });
});

describe('to who has no limit', () => {
  test('what is in sight is not put together, also where a parallel plan asks for it beforehand', async () => {
    const values = (who: Store) =>
      who.inOrganisation(fleet.organisation, (transaction) =>
        transaction.query<{ readonly endpoints: object | null; readonly packages: object | null }>(
          'select endpoints_in_scope() as endpoints, packages_in_scope() as packages',
        ),
      );
    expect(await values(store)).toEqual([{ endpoints: null, packages: null }]);
    const [seen] = await values(reaching(store, { tagScope: ['web'] }));
    expect(Object.keys(seen?.endpoints ?? {})).toHaveLength(size.endpoints / 10);
    expect(Object.keys(seen?.packages ?? {}).length).toBeGreaterThan(size.packages);
  });

  test('all questions handle as many rows as if there were no limits at all', async () => {
    // What is in sets is read once, by whoever asks first.
    for (const [, ask] of questions) await store.inOrganisation(fleet.organisation, ask);
    const withPolicies = new Map<string, number>();
    for (const [name, ask] of questions) withPolicies.set(name, await handled(store, ask));
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_policies where policyname = 'tag_scope'",
    );
    expect(rows.length).toBeGreaterThan(8);
    for (const { name } of rows) await client.query(`drop policy tag_scope on ${name}`);
    for (const [name, ask] of questions) {
      const without = await handled(store, ask);
      // The setting is looked at once for each table of a query.
      expect({ name, more: (withPolicies.get(name) ?? 0) - without }).toEqual({
        name,
        more: expect.toSatisfy((more: number) => more < 40 + without / 50),
      });
    }
  });
});
