// Old history is thinned: what endpoints reported long ago goes where nothing follows from it, and stays where something does.
import type { Transaction } from './database.ts';

/** Former `available` sections from before `before`, up to `limit`: no finding follows from what was once on offer. Returns how many. */
export async function forgetOldOffers(transaction: Transaction, before: Date, limit = 1_000): Promise<number> {
  const gone = await transaction.query(
    `delete from section_history h using (
       select endpoint, adapter, kind, since from section_history
       where organisation = $1 and kind = 'available' and until < $2
       order by endpoint, adapter, since limit $3 for update skip locked
     ) old
     where h.organisation = $1 and h.endpoint = old.endpoint and h.adapter = old.adapter and h.kind = old.kind
       and h.since = old.since
     returning 1`,
    [transaction.organisation, before, limit],
  );
  return gone.length;
}

/**
 * Looks once at up to `limit` former `installed` sections from before `before`. One that had the same vulnerabilities at the same times as
 * the one that it followed becomes a part of that: since when a finding was there, when it was seen fixed and how often it came back
 * (finding-history.ts) is what it was. Every other one is kept. Returns how many were looked at.
 */
export async function thinInstalled(transaction: Transaction, before: Date, limit = 200): Promise<number> {
  const rows = await transaction.query<FormerSection>(FORMER, [transaction.organisation, before, limit]);
  if (rows.length === 0) return 0;
  const kept: FormerSection[] = [];
  const joined: FormerSection[] = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (last !== undefined && isSameAs(row, last)) {
      kept[kept.length - 1] = { ...last, until: row.until };
      joined.push(row);
    } else kept.push(row);
  }
  await write(transaction, 'delete from section_history h using', 'returning 1', joined);
  await write(transaction, 'update section_history h set until = o.until, settled = true from', '', kept);
  return rows.filter(({ settled }) => !settled).length;
}

interface FormerSection {
  readonly endpoint: string;
  readonly adapter: string;
  readonly status: string;
  /** In microseconds, as PostgreSQL writes them: JavaScript's dates would lose some. */
  readonly since: string;
  readonly until: string;
  readonly settled: boolean;
  /** What there was by then, of every vulnerability the times. */
  readonly told: string;
}

const isSameAs = (row: FormerSection, last: FormerSection): boolean =>
  (['endpoint', 'adapter', 'status', 'told'] as const).every((key) => row[key] === last[key]) &&
  row.since === last.until;

/** In order; each with the one it follows, which was looked at before. */
const FORMER = `
with due as materialized (
  select endpoint, adapter, status, package_set, since, until, settled from section_history
  where organisation = $1 and kind = 'installed' and not settled and until < $2
  order by endpoint, adapter, since limit $3 for update skip locked
), former as materialized (
  select * from due
  union
  select before.endpoint, before.adapter, before.status, before.package_set, before.since, before.until, before.settled
  from due cross join lateral (
    select * from section_history h
    where h.organisation = $1 and h.endpoint = due.endpoint and h.adapter = due.adapter and h.kind = 'installed'
      and h.since < due.since
    order by h.since desc limit 1
  ) before
), told as materialized (
  select package_set, coalesce(md5(string_agg(vulnerability || ' ' || during::text, ',' order by vulnerability collate "C")), '') as told
  from (
    select sets.package_set, f.vulnerability, range_agg(tstzrange(f.since, f.until)) as during
    from (select distinct package_set from former) sets
    join package_set_member m on m.organisation = $1 and m.package_set = sets.package_set
    join package_finding f on f.organisation = $1 and f.package = m.package
    where f.since < $2 and (f.until is null or f.since < f.until)
    group by sets.package_set, f.vulnerability
  ) each group by package_set
)
select former.endpoint, former.adapter, former.status, former.since::text as since, former.until::text as until,
  former.settled, case when former.package_set is null then 'nothing'
    -- Judged later, it may turn out to have had something all the time.
    when former.package_set in (select m.package_set from package_set_member m
      join package p on p.organisation = $1 and p.id = m.package and p.judged_at is null
      where m.organisation = $1 and m.package_set in (select package_set from former)) then 'not judged ' || former.package_set
    else coalesce(told.told, '') end as told
from former left join told on told.package_set = former.package_set
order by former.endpoint, former.adapter, former.since`;

async function write(
  transaction: Transaction,
  does: string,
  returning: string,
  rows: readonly FormerSection[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(
    `${does} jsonb_to_recordset($2::jsonb) as o (endpoint uuid, adapter text, since timestamptz, until timestamptz)
     where h.organisation = $1 and h.endpoint = o.endpoint and h.adapter = o.adapter and h.kind = 'installed'
       and h.since = o.since ${returning}`,
    [transaction.organisation, JSON.stringify(rows)],
  );
}
