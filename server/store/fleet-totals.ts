// How many endpoints, and how many findings, several queries find: looked for at once, for the numbers to begin with.
import type { Transaction } from './database.ts';
import { CLASSES_NOW } from './endpoint-classes.ts';
import { toldOfPlaces } from './known-places.ts';
import { onEither, placePackages, placedFindings } from './placed-packages.ts';
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
  const [row] = await transaction.query<TotalsRow & Record<string, unknown>>(sql, queries[0].values);
  return row?.totals ?? [];
}

/** Queries of findings, compiled along with each other, in their order. */
export async function findingTotals(
  transaction: Transaction,
  queries: readonly [CompiledQuery, ...CompiledQuery[]],
): Promise<readonly number[]> {
  const withOffers = queries.some((query) => query.withOffers);
  const placement = await placePackages(transaction, queries[0], { withOffers, isPresence: true });
  const joins = joinsOf(new Set(queries.flatMap(({ beside }) => [...beside])));
  const conditions = queries.map(({ where }) => onEither(queries[0], where));
  const findings = `${placedFindings(`${conditions.join(' ')} ${joins}`)} ${joins}`;
  if (placement.isOnce) {
    const counts = conditions.map((each) => `count(*) filter (where ${each})::int`);
    const told = await toldOfPlaces<TotalsRow & Record<string, unknown>, readonly number[]>(
      transaction,
      queries[0],
      placement,
      {
        statement: (placed) =>
          `with ${placed} select class.place, array[${counts.join()}] as totals from ${findings} group by class.place`,
        read: (rows) => rows.map(({ totals }) => totals),
      },
    );
    return conditions.map((_, index) => told.reduce((sum, totals) => sum + (totals?.[index] ?? 0), 0));
  }
  const totals = queries.map((_, index) => `count(*) filter (where hit${index})::int`);
  const hits = conditions.map((each, index) => `bool_or(${each}) as hit${index}`);
  const [row] = await placement.ask<TotalsRow & Record<string, unknown>>(
    `with ${placement.placed}
     select array[${totals.join()}] as totals from (
       select ${hits.join()} from ${findings} group by f.package, f.vulnerability
     ) found`,
  );
  return row?.totals ?? [];
}

interface TotalsRow {
  readonly totals: readonly number[];
}
