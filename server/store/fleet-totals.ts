// How many endpoints, and how many findings, several queries find: looked for at once, for the numbers to begin with.
import type { Transaction } from './database.ts';
import { CLASSES_NOW } from './endpoint-classes.ts';
import { HAS_FINDINGS, PLACED, presentBy } from './placed-packages.ts';
import { joinsOf } from './query-joins.ts';
import type { CompiledQuery } from './query-sql.ts';

/** Queries of endpoints, compiled along with each other, in their order; all of what is counted of classes, or none. */
export async function endpointTotals(
  transaction: Transaction,
  queries: readonly [CompiledQuery, ...CompiledQuery[]],
  from: 'classes' | 'endpoints',
): Promise<readonly number[]> {
  const totals = queries.map(({ where, whereCounted }) =>
    from === 'classes'
      ? `coalesce(sum(e.endpoints) filter (where ${whereCounted}), 0)::int`
      : `count(*) filter (where ${where})::int`,
  );
  const sql =
    from === 'classes'
      ? `with ${CLASSES_NOW} select array[${totals.join()}] as totals from class_now e`
      : `select array[${totals.join()}] as totals from endpoint e
         left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id where e.organisation = $1`;
  return totalsOf(transaction, sql, queries[0]);
}

/** Queries of findings, compiled along with each other, in their order. */
export function findingTotals(
  transaction: Transaction,
  queries: readonly [CompiledQuery, ...CompiledQuery[]],
): Promise<readonly number[]> {
  const hits = queries.map(({ where }, index) => `bool_or(coalesce(${where}, false)) as hit${index}`);
  const totals = queries.map((_, index) => `count(*) filter (where hit${index})::int`);
  const withOffers = queries.some((query) => query.withOffers);
  const sql = `with ${presentBy({ ...queries[0], withOffers }, HAS_FINDINGS)}
    select array[${totals.join()}] as totals from (
      select ${hits.join()} from ${PLACED}
      join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
      ${joinsOf(new Set(queries.flatMap(({ beside }) => [...beside])))}
      group by f.package, f.vulnerability
    ) found`;
  return totalsOf(transaction, sql, queries[0]);
}

async function totalsOf(transaction: Transaction, sql: string, { values }: CompiledQuery): Promise<readonly number[]> {
  const [row] = await transaction.query<{ readonly totals: readonly number[] }>(sql, values);
  return row?.totals ?? [];
}
