// What happened to one endpoint: what it reported and when that changed, what was found, fixed and came back, its certificates.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';

export type HistoryEntry = { readonly at: string } & (
  | { readonly kind: 'enrolled' }
  /** A section came to be this. `items`: null where it failed. */
  | {
      readonly kind: 'section';
      readonly adapter: string;
      readonly section: 'installed' | 'available';
      readonly status: 'complete' | 'partial' | 'failed';
      readonly items: number | null;
    }
  | { readonly kind: 'section-gone'; readonly adapter: string; readonly section: 'installed' | 'available' }
  | { readonly kind: 'found' | 'fixed' | 'reopened'; readonly vulnerability: string }
  | { readonly kind: 'certificate-issued'; readonly serial: string }
  | { readonly kind: 'certificate-revoked'; readonly serial: string; readonly reason: string }
  /** A change that somebody made, as the audit has it. */
  | { readonly kind: 'changed'; readonly action: string }
);

export interface HistoryCursor {
  /** Microseconds since 1970. */
  readonly at: string;
  readonly key: string;
}

/** The latest first. Grows with what this endpoint reported, and with nothing else. */
export async function historyOfEndpoint(
  transaction: Transaction,
  endpoint: string,
  { after, limit, skip = 0 }: PageRequest<HistoryCursor>,
): Promise<Page<HistoryEntry, HistoryCursor>> {
  const rows = await transaction.query<{
    readonly at: Date | null;
    readonly micros: string;
    readonly key: string;
    readonly entry: Readonly<Record<string, unknown>>;
    readonly total: string;
  }>(
    `with ${ENTRIES}, numbered as materialized (
       select at, (extract(epoch from at) * 1000000)::bigint as micros, entry, entry ->> 'kind' || ' ' || hashtextextended(entry::text, 0) as key
       from entries
     ), page as materialized (
       select * from numbered where $3::bigint is null or (micros, key collate "C") < ($3, $4 collate "C")
       order by micros desc, key collate "C" desc limit $5 offset $6
     )
     select page.*, total from (select count(*) as total from numbered) t left join page on true
     order by micros desc, key collate "C" desc`,
    [transaction.organisation, endpoint, after?.at ?? null, after?.key ?? null, limit + 1, skip],
  );
  const found = rows.flatMap(({ at, ...row }) => (at === null ? [] : [{ at, ...row }]));
  const page = pageOf(found, Number(rows[0]?.total), limit, ({ micros, key }) => ({ at: micros, key }));
  return {
    ...page,
    rows: page.rows.map(({ at, entry }) => ({ at: at.toISOString(), ...entry }) as HistoryEntry),
  };
}

/** As finding-history.ts has it for named vulnerabilities: sections that failed or were partial prove no fix. */
const ENTRIES = `
span as materialized (
  select adapter, kind, package_set, status, since, null::timestamptz as until from section
  where organisation = $1 and endpoint = $2
  union all
  select adapter, kind, package_set, status, since, until from section_history
  where organisation = $1 and endpoint = $2 and since < until
), seen as (
  select f.vulnerability, span.adapter, range_agg(tstzrange(span.since, span.until) * tstzrange(f.since, f.until)) as during
  from span
  join package_set_member m on m.organisation = $1 and m.package_set = span.package_set
  join package_finding f on f.organisation = $1 and f.package = m.package
  where span.kind = 'installed' and (f.until is null or f.since < f.until)
    and tstzrange(span.since, span.until) && tstzrange(f.since, f.until)
  group by f.vulnerability, span.adapter
), blind as (
  select adapter, range_agg(tstzrange(since, until)) as during from span
  where kind = 'installed' and status <> 'complete' group by adapter
), spell as (
  select seen.vulnerability, part, seen.during as seen
  from seen left join blind using (adapter) cross join unnest(seen.during + coalesce(blind.during, '{}')) as part
  where part && seen.during
), merged as (
  select vulnerability, range_agg(tstzrange(lower(seen * tstzmultirange(part)), upper(part))) as during
  from spell group by vulnerability
), told as (
  select vulnerability, part, row_number() over (partition by vulnerability order by lower(part)) as number
  from merged cross join unnest(during) as part
), entries as (
  select since as at, jsonb_build_object('kind', 'section', 'adapter', adapter, 'section', span.kind, 'status', status,
    'items', p.items) as entry
  from span left join package_set p on p.organisation = $1 and p.id = span.package_set
  union all
  select max(until), jsonb_build_object('kind', 'section-gone', 'adapter', adapter, 'section', kind)
  from span group by adapter, kind having bool_and(until is not null)
  union all
  select lower(part), jsonb_build_object('kind', case number when 1 then 'found' else 'reopened' end, 'vulnerability', vulnerability)
  from told
  union all
  select upper(part), jsonb_build_object('kind', 'fixed', 'vulnerability', vulnerability) from told where not upper_inf(part)
  union all
  select enrolled_at, jsonb_build_object('kind', 'enrolled') from endpoint where organisation = $1 and id = $2
  union all
  select issued_at, jsonb_build_object('kind', 'certificate-issued', 'serial', serial)
  from endpoint_certificate where organisation = $1 and endpoint = $2
  union all
  select revoked_at, jsonb_build_object('kind', 'certificate-revoked', 'serial', serial, 'reason', revoked_reason)
  from endpoint_certificate where organisation = $1 and endpoint = $2 and revoked_at is not null
  union all
  select at, jsonb_build_object('kind', 'changed', 'action', action, 'number', sequence)
  from audit_entry where organisation = $1 and subject = 'endpoint:' || $2::text
)`;
