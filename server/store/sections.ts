// What endpoints report of their adapters, now and before.
import type { Transaction } from './database.ts';
import type { SetKind } from './package-sets.ts';

export interface ReportedSection {
  readonly adapter: string;
  readonly kind: SetKind;
  readonly status: 'complete' | 'partial' | 'failed';
  readonly problems: readonly string[];
  /** Null exactly when the section failed. */
  readonly packageSet: string | null;
}

/** The sections of an endpoint that has none yet. */
export async function addSections(
  transaction: Transaction,
  endpoint: string,
  sections: readonly ReportedSection[],
  at: string,
): Promise<void> {
  await transaction.query(
    `insert into section (organisation, endpoint, adapter, kind, status, problems, package_set, since)
     select $1, $2, adapter, kind, status, problems, "packageSet", $4::timestamptz from ${REPORTED}`,
    [transaction.organisation, endpoint, JSON.stringify(sections), at],
  );
}

/** Parameter 3, as rows. */
const REPORTED = `jsonb_to_recordset($3::jsonb) as r (adapter text, kind text, status text, problems jsonb, "packageSet" bigint)`;

/**
 * Takes an endpoint's sections as its present state. What changed goes to the history with the time it held; a section
 * that is no longer reported ends there too.
 * @param at RFC 3339, the server's clock
 */
export async function replaceSections(
  transaction: Transaction,
  endpoint: string,
  sections: readonly ReportedSection[],
  at: string,
): Promise<void> {
  const { organisation } = transaction;
  await transaction.query(
    `with reported as (
       select * from ${REPORTED}
     ), ended as (
       select s.* from section s left join reported r using (adapter, kind)
       where s.organisation = $1 and s.endpoint = $2
         and (r.adapter is null or s.package_set is distinct from r."packageSet" or s.status <> r.status)
     ), remembered as (
       insert into section_history (organisation, endpoint, adapter, kind, status, package_set, since, until)
       select organisation, endpoint, adapter, kind, status, package_set, since, greatest(since, $4::timestamptz) from ended
       on conflict do nothing
     ), removed as (
       delete from section s using ended e
       where s.organisation = $1 and s.endpoint = $2 and s.adapter = e.adapter and s.kind = e.kind
         and not exists (select from reported r where r.adapter = s.adapter and r.kind = s.kind)
     )
     insert into section (organisation, endpoint, adapter, kind, status, problems, package_set, since)
     select $1, $2, adapter, kind, status, problems, "packageSet", $4::timestamptz from reported
     on conflict (organisation, endpoint, adapter, kind) do update set
       status = excluded.status, problems = excluded.problems, package_set = excluded.package_set,
       since = case when section.package_set is distinct from excluded.package_set or section.status <> excluded.status
                    then excluded.since else section.since end`,
    [organisation, endpoint, JSON.stringify(sections), at],
  );
}
