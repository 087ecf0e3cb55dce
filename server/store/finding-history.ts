// Since when an endpoint has had a vulnerability, when it was seen fixed, and whether it came back: from intervals, with no row a finding.
import type { Transaction } from './database.ts';

export interface FindingHistory {
  readonly vulnerability: string;
  /** When it first was there and known; RFC 3339, as all. */
  readonly firstSeen: string;
  /** Where it is there, or may still be there: since when. Else the last time it came. */
  readonly since: string;
  /** When a whole inventory first was without it; null while it is there, and while nobody could tell. */
  readonly fixedSeen: string | null;
  /** How often it came back after it was seen fixed. */
  readonly reopened: number;
}

/**
 * Of one endpoint. A vulnerability is there while a section holds a package that a finding then said it of. Sections
 * that failed or were partial prove no fix: they carry on what was before them.
 */
export async function findingHistories(
  transaction: Transaction,
  endpoint: string,
  vulnerabilities: readonly string[],
): Promise<readonly FindingHistory[]> {
  const rows = await transaction.query<HistoryRow>(HISTORY, [transaction.organisation, endpoint, vulnerabilities]);
  return rows.map((row) => ({
    vulnerability: row.vulnerability,
    firstSeen: row.first_seen.toISOString(),
    since: row.since.toISOString(),
    fixedSeen: row.fixed_seen?.toISOString() ?? null,
    reopened: row.reopened,
  }));
}

interface HistoryRow {
  readonly vulnerability: string;
  readonly first_seen: Date;
  readonly since: Date;
  readonly fixed_seen: Date | null;
  readonly reopened: number;
}

const HISTORY = `
with span as materialized (
  select adapter, package_set, status, tstzrange(since, null) as during from section
  where organisation = $1 and endpoint = $2 and kind = 'installed'
  union all
  select adapter, package_set, status, tstzrange(since, until) from section_history
  where organisation = $1 and endpoint = $2 and kind = 'installed' and since < until
), seen as (
  select f.vulnerability, span.adapter, range_agg(span.during * tstzrange(f.since, f.until)) as during
  from package_finding f
  join package_set_member m on m.organisation = $1 and m.package = f.package
  join span on span.package_set = m.package_set
  where f.organisation = $1 and f.vulnerability = any($3) and (f.until is null or f.since < f.until)
    and span.during && tstzrange(f.since, f.until)
  group by f.vulnerability, span.adapter
), blind as (
  select adapter, range_agg(during) as during from span where status <> 'complete' group by adapter
), spell as (
  select seen.vulnerability, part, seen.during as seen
  from seen left join blind using (adapter)
  cross join unnest(seen.during + coalesce(blind.during, '{}')) as part
  where part && seen.during
), merged as (
  -- From when it was seen: what was blind before it proves nothing.
  select vulnerability,
    range_agg(tstzrange(lower(seen * tstzmultirange(part)), upper(part))) as during
  from spell group by vulnerability
), told as (
  select vulnerability, during, (select max(lower(part)) from unnest(during) as part) as since,
    (select count(*)::int from unnest(during)) as spells
  from merged
)
select vulnerability, lower(during) as first_seen, since, upper(during) as fixed_seen, spells - 1 as reopened
from told order by vulnerability`;
