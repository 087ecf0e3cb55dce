// What channels offered in the past, and which findings that would have closed: what a policy's preview is made of.
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

interface OfferHistory {
  readonly endpoints: number;
  /** Available set, first day, and the day from which on it was another; null: it is that still. */
  readonly spans: readonly (readonly [set: number, from: string, until: string | null])[];
}

/** Of endpoints in service that a query finds now, since a day: those with the same history are one. */
export async function offerHistories(
  transaction: Transaction,
  { where, values, bind }: CompiledQuery,
  since: Date,
): Promise<readonly OfferHistory[]> {
  const from = bind(since, 'timestamptz');
  return transaction.query<OfferHistory & Record<string, unknown>>(
    `with wanted as materialized (
       select e.id from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
       where e.organisation = $1 and e.state = 'active' and ${where}
     ), span as (
       select endpoint, package_set, greatest(since, ${from})::date as first, null::date as last from section
       where organisation = $1 and kind = 'available' and package_set is not null
       union all
       select endpoint, package_set, greatest(since, ${from})::date, until::date from section_history
       where organisation = $1 and kind = 'available' and package_set is not null and until > ${from}
     ), history as (
       select endpoint, jsonb_agg(jsonb_build_array(package_set, to_char(first, 'YYYY-MM-DD'), to_char(last, 'YYYY-MM-DD'))
         order by first, package_set) as spans
       from span join wanted on wanted.id = span.endpoint group by endpoint
     )
     select spans, count(*)::int as endpoints from history group by spans`,
    values,
  );
}

export interface ClosedFinding {
  readonly package: string;
  readonly installed: string;
  readonly ecosystem: string;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly fixedVersion: string;
  readonly source: string;
  /** `YYYY-MM-DD`; empty where it was always there. */
  readonly since: string;
  readonly published: string | null;
  readonly severity: string | null;
  readonly cvss: number | null;
  readonly epss: number | null;
  readonly exploited: boolean | null;
  readonly ransomware: boolean | null;
}

/** With a fix, of these package versions, as far as they were open after a moment. */
export function findingsSince(
  transaction: Transaction,
  versions: readonly { readonly package: string; readonly installed: string }[],
  since: Date,
): Promise<readonly ClosedFinding[]> {
  return transaction.query<ClosedFinding & Record<string, unknown>>(
    `select distinct p.name as package, p.version as installed, coalesce(p.ecosystem, '') as ecosystem, p.source_name as source,
       f.vulnerability, f.aliases, f.fixed_version as "fixedVersion",
       case when isfinite(f.since) then to_char(f.since, 'YYYY-MM-DD') else '' end as since,
       to_char(g.published, 'YYYY-MM-DD') as published, g.severity, g.cvss, v.epss, v.exploited, v.ransomware
     from unnest($2::text[], $3::text[]) as w (name, version)
     join package p on p.organisation = $1 and p.name = w.name and p.version = w.version
     join package_finding f on f.organisation = $1 and f.package = p.id and f.fixed_version is not null
       and (f.until is null or f.until > $4)
     left join finding_group g on g.organisation = $1 and g.id = f.finding_group
     left join vulnerability v on v.organisation = $1 and v.id = f.vulnerability`,
    [transaction.organisation, versions.map((each) => each.package), versions.map(({ installed }) => installed), since],
  );
}
