// What queries cost on a fleet: more endpoints with the same inventories cost a pass over them, never their packages again.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resource } from '@suture/core/query/field.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import { queryContext } from '../actions/query-context.ts';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, type Transaction, openStore } from './database.ts';
import { seedFleet } from './fleet.fixture.ts';
import { queriedEndpoints } from './queried-endpoints.ts';
import { queriedFindings } from './queried-findings.ts';
import { queriedPackages } from './queried-packages.ts';
import { compileQuery } from './query-sql.ts';

const database = useDatabase();
const PACKAGES = 200;
const SMALL = 500;
const LARGE = 5_000;

const lists = { endpoints: queriedEndpoints, packages: queriedPackages, findings: queriedFindings } as const;

let store: Store;
const fleets = new Map<number, OrganisationId>();

beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 1 });
  const client = new pg.Client(database().superuser);
  await client.connect();
  for (const endpoints of [SMALL, LARGE]) {
    fleets.set(endpoints, (await seedFleet(database(), { endpoints, sets: 40, packages: PACKAGES })).organisation);
  }
  await client.query(
    `insert into package_finding (organisation, package, vulnerability, state, fixed_version, evidence, since)
     select organisation, id, 'CVE-2026-' || (id % 97), 'affected', case when id % 2 = 0 then '2' end, '{}', '-infinity'
     from package where id % 3 = 0`,
  );
  await client.query(`update endpoint set tags = '{web}' where right(name, 1) < '5'`);
  await client.query('analyze');
  await client.end();
}, 60_000);
afterAll(() => store.close());

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows that all parts of the plan gave or threw away, in every loop. */
const rowsOf = (plan: Plan): number =>
  (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0)) *
    plan['Actual Loops'] +
  (plan.Plans ?? []).reduce((sum, each) => sum + rowsOf(each), 0);

/** Rows handled, and rows found, by the first page of the list. */
async function cost(
  size: number,
  resource: Resource,
  text: string,
): Promise<{ readonly handled: number; readonly total: number }> {
  const organisation = fleets.get(size);
  const parsed = parseQuery(text, resource);
  if (organisation === undefined || !parsed.ok) throw new Error(text);
  return store.inOrganisation(organisation, async (transaction) => {
    const run = async (within: Transaction) => {
      const context = await queryContext(transaction, parsed.query);
      const compiled = compileQuery(parsed.query, {
        organisation,
        resource,
        now: Date.UTC(2026, 10, 22, 11),
        ...context,
      });
      if (compiled.kind === 'refused') throw new Error(compiled.field);
      return lists[resource](within, compiled, { after: undefined, limit: 100 });
    };
    let handled = 0;
    const explaining: Transaction = {
      ...transaction,
      query: async (sql, values) => {
        const [row] = await transaction.query<{ readonly 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(
          `explain (analyze, timing off, format json) ${sql}`,
          values,
        );
        handled += row === undefined ? 0 : rowsOf(row['QUERY PLAN'][0].Plan);
        return transaction.query(sql, values);
      },
    };
    await run(explaining);
    return { handled, total: (await run(transaction)).total };
  });
}

describe('ten times the endpoints with the same inventories', () => {
  test.each<readonly [Resource, string]>([
    ['endpoints', ''],
    ['endpoints', 'tag:web seen:<24h'],
    ['endpoints', 'package:package-1* version:<1.5 fix:available'],
    ['endpoints', '-cve:CVE-2026-999 inventory:complete adapter:apt'],
    ['packages', ''],
    ['packages', 'tag:web fix:available'],
    ['packages', 'tag:web OR package:package-1*'],
    ['findings', ''],
    ['findings', 'tag:web -seen:none fix:available'],
    ['findings', 'cve:CVE-2026-9'],
  ])('%s "%s" cost a few rows for each endpoint more, not its packages', async (resource, text) => {
    const small = await cost(SMALL, resource, text);
    const large = await cost(LARGE, resource, text);
    expect(small.total).toBeGreaterThan(0);

    expect((large.handled - small.handled) / (LARGE - SMALL)).toBeLessThan(PACKAGES / 8);
  });
});
