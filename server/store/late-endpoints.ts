// Endpoints that were not seen of late: mostly few, so they are looked for, and not every endpoint beside when it was seen.
import type { Transaction } from './database.ts';

/**
 * Common table expressions; `$1` is the organisation. `late`: (endpoint), also those that are not in service. `isLate`: over
 * `seen_at`. Who was never seen is looked for only where fewer were seen than there are. For who sees all endpoints.
 */
export const lateBy = (isLate: string): string => `looked as materialized (
  select count(*) as endpoints, array_agg(endpoint) filter (where ${isLate}) as late
  from endpoint_seen where organisation = $1
), late as materialized (
  select unnest(late) as endpoint from looked
  union all
  select id from endpoint e
  where organisation = $1 and not exists (select from endpoint_seen where organisation = $1 and endpoint = e.id)
    and (select endpoints from looked) < (select coalesce(sum(endpoints), 0) from counted_class where organisation = $1)
      + (select count(distinct endpoint) from class_due d where organisation = $1
          and not exists (select from endpoint_class where organisation = $1 and endpoint = d.endpoint))
)`;

/** How many endpoints in service have not been seen since. */
export async function silentTotal(transaction: Transaction, since: Date): Promise<number> {
  const [row] = await transaction.query<{ readonly total: number }>(
    `with ${lateBy('seen_at <= $2')}
     select count(*)::int as total from late join endpoint e on e.organisation = $1 and e.id = late.endpoint
     where e.state in ('active', 'quarantined')`,
    [transaction.organisation, since],
  );
  return row?.total ?? 0;
}
