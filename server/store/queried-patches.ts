// What closes findings that a query finds: the update of one source package to one version, the most urgent first.
import type { Transaction } from './database.ts';
import { WORST_SEVERITY } from './finding-groups.ts';
import { foundFindings } from './found-findings.ts';
import { type GatheredRow, gatherFindings } from './gathered-findings.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import type { Severity } from './queried-vulnerabilities.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface QueriedPatch {
  readonly ecosystem: string;
  readonly source: string;
  /** The version that closes all of `closes` on the endpoints that it is for. */
  readonly to: string;
  readonly endpoints: number;
  /** Vulnerabilities, sorted. */
  readonly closes: readonly string[];
  /** Installed packages that change with it, sorted. */
  readonly packages: readonly string[];
  /** The earliest of its findings' due dates on any endpoint, `YYYY-MM-DD`. */
  readonly due: string | null;
  readonly severity: Severity;
  /** Whether any of what it closes is known to be exploited; null: there are no data that would say so. */
  readonly exploited: boolean | null;
  /** Source versions that channels offer anywhere in place of what is installed; empty: none is known to. */
  readonly offered: readonly string[];
}

export interface PatchCursor {
  /** As `urgency` of urgency.ts. */
  readonly urgency: string;
  /** Ecosystem, source and version, a newline between. */
  readonly id: string;
}

export async function queriedPatches(
  transaction: Transaction,
  query: CompiledQuery,
  page: PageRequest<PatchCursor>,
): Promise<Page<QueriedPatch, PatchCursor>> {
  const found = await foundFindings(transaction, query);
  const { rows: gathered, total } = gatherFindings(found, 'patch', page);
  const told = await transaction.query<PatchRow>(DETAILS, [
    transaction.organisation,
    JSON.stringify(gathered.map(({ packages, internal, exposed }) => ({ packages, internal, exposed }))),
  ]);
  const counts = found.endpointsOn(gathered.map(({ places }) => places));
  const rows = told.flatMap((row) => {
    const index = Number(row.n) - 1;
    const one = gathered[index];
    return one === undefined ? [] : [{ row: patchOf(row, one, counts[index] ?? 0), ...one }];
  });
  const listed = pageOf(rows, total, page.limit, ({ urgency, id }) => ({ urgency, id }));
  return { ...listed, rows: listed.rows.map(({ row }) => row) };
}

const DETAILS = `with page as materialized (
    select * from rows from (jsonb_to_recordset($2::jsonb) as (packages bigint[], internal bigint[], exposed bigint[])) with ordinality
      as page (packages, internal, exposed, n)
  )
  select page.n, names.*, danger.*
  from page
  join lateral (
    select min(p.ecosystem) as ecosystem, min(p.source_name) as source_name, min(p.fixed_by) as fixed_by,
      array_agg(distinct p.name order by p.name) as packages,
      array_remove(array_agg(distinct o.source_version order by o.source_version), null) as offered
    from package p
    left join offer o on o.organisation = $1 and o.package = p.name and o.installed = p.version
      and o.source_name = p.source_name
    where p.organisation = $1 and p.id = any(page.packages)
  ) names on names.fixed_by is not null
  left join lateral (
    select ${WORST_SEVERITY} as severity, bool_or(v.exploited) as exploited,
      to_char(least(min(g.due_internal) filter (where g.id = any(page.internal)), min(g.due_exposed) filter (where g.id = any(page.exposed))),
        'YYYY-MM-DD') as due
    from finding_group g left join vulnerability v on v.organisation = $1 and v.id = g.vulnerability
    where g.organisation = $1 and g.id = any(page.internal || page.exposed)
  ) danger on true
  order by page.n`;

interface PatchRow {
  readonly n: string;
  readonly ecosystem: string;
  readonly source_name: string;
  readonly fixed_by: string;
  readonly packages: readonly string[];
  readonly offered: readonly string[];
  readonly due: string | null;
  readonly exploited: boolean | null;
  readonly severity: Severity | null;
}

const patchOf = (row: PatchRow, { vulnerabilities }: GatheredRow, endpoints: number): QueriedPatch => ({
  ecosystem: row.ecosystem,
  source: row.source_name,
  to: row.fixed_by,
  endpoints,
  closes: vulnerabilities,
  packages: row.packages,
  due: row.due,
  severity: row.severity ?? 'unknown',
  exploited: row.exploited,
  offered: row.offered,
});
