// Support of operating systems: one row for each distinct system that endpoints state, judged anew each day.
import type { Support } from '@suture/core/lifecycle/support.ts';
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { Transaction } from './database.ts';

/** Of an endpoint `e`, as SQL: where it is found in `system_lifecycle`. */
export const SYSTEM_HASH = "hashtextextended((e.facts -> 'os')::text, 0)";

/** `l` beside `e`; no row where the endpoint has not said what it runs. */
export const LIFECYCLE = `left join system_lifecycle l
  on l.organisation = $1 and l.hash = ${SYSTEM_HASH} and l.system = e.facts -> 'os'`;

export interface StatedSystem {
  readonly hash: string;
  readonly system: OperatingSystem;
}

/** Systems that were not judged on this day with these advisories. One pass over the endpoints. */
export function systemsToJudge(
  transaction: Transaction,
  today: string,
  generation: string,
): Promise<readonly StatedSystem[]> {
  return transaction.query(
    `with stated as materialized (
       select distinct ${SYSTEM_HASH} as hash, e.facts -> 'os' as system from endpoint e
       where e.organisation = $1 and e.facts ? 'os'
     )
     select stated.hash, stated.system from stated
     left join system_lifecycle l on l.organisation = $1 and l.hash = stated.hash and l.system = stated.system
     where l.hash is null or l.judged_on <> $2::date or l.judged_with <> $3`,
    [transaction.organisation, today, generation],
  );
}

export async function writeLifecycles(
  transaction: Transaction,
  judged: readonly (StatedSystem & { readonly support: Support })[],
  today: string,
  generation: string,
): Promise<void> {
  await transaction.query(
    `insert into system_lifecycle (organisation, hash, system, product, release, label, state, end_of_life, extended_until,
       source, note, judged_on, judged_with)
     select $1, j.hash, j.system, j.support ->> 'product', j.support ->> 'release', j.support ->> 'label',
       j.support ->> 'state', (j.support ->> 'endOfLife')::date, (j.support ->> 'extendedUntil')::date,
       j.support ->> 'source', j.support ->> 'note', $3::date, $4
     from jsonb_to_recordset($2::jsonb) as j (hash bigint, system jsonb, support jsonb)
     order by j.hash
     on conflict (organisation, hash) do update set system = excluded.system, product = excluded.product,
       release = excluded.release, label = excluded.label, state = excluded.state, end_of_life = excluded.end_of_life,
       extended_until = excluded.extended_until, source = excluded.source, note = excluded.note,
       judged_on = excluded.judged_on, judged_with = excluded.judged_with`,
    [transaction.organisation, JSON.stringify(judged), today, generation],
  );
}
