// What closes findings that a query finds: the update of one source package to one version, the most urgent first.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PLACED, placePackages } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
import type { Severity } from './queried-vulnerabilities.ts';
import { DUE_DAY, DUE_JOIN, DUE_RULE, WEIGHTS } from './query-exposure.ts';
import type { CompiledQuery } from './query-sql.ts';
import { urgency } from './urgency.ts';

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
  { after, limit, skip = 0 }: PageRequest<PatchCursor>,
): Promise<Page<QueriedPatch, PatchCursor>> {
  const { bind, where, joins } = query;
  const { placed, ask, endpointsOn } = await placePackages(transaction, query);
  const [place, id] = [bind(after?.urgency ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await ask<PatchRow>(
    `with ${placed}, ${WEIGHTS}, hits as materialized (
       select concat_ws(E'\\n', p.ecosystem, p.source_name, p.fixed_by) as id, p.ecosystem, p.source_name, p.fixed_by,
         array_agg(class.place) as places, array_agg(class.package) as ids, array_agg(f.finding_group) as groups,
         array_agg(f.vulnerability) as closes, min(${DUE_DAY}) as due,
         min(${DUE_RULE}) as rule, bool_or(due.exploited) as exploited, max(due.epss) as epss, max(due.cvss) as cvss
       from ${PLACED}
       join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
         and f.fixed_version is not null
       ${DUE_JOIN}
       ${joins}
       where p.fixed_by is not null and ${where}
       group by p.ecosystem, p.source_name, p.fixed_by
     ), ranked as materialized (
       select *, ${urgency({ due: 'due', rule: 'rule', exploited: 'exploited', epss: 'epss', cvss: 'cvss' })} as urgency from hits
     ), page as materialized (
       select * from ranked where ${place} is null or (urgency, id collate "C") > (${place} collate "C", ${id} collate "C")
       order by urgency, id collate "C" limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select page.id, page.ecosystem, page.source_name, page.fixed_by, array(select distinct unnest(page.closes) order by 1) as closes, page.urgency,
       to_char(page.due, 'YYYY-MM-DD') as due, page.exploited, page.places, total,
       names.packages, names.offered, danger.*
     from (select count(*) as total from hits) t left join page on true
     left join lateral (
       select array_agg(distinct p.name order by p.name) as packages,
         array_remove(array_agg(distinct o.source_version order by o.source_version), null) as offered
       from package p
       left join offer o on o.organisation = $1 and o.package = p.name and o.installed = p.version
         and o.source_name = p.source_name
       where p.organisation = $1 and p.id = any(page.ids)
     ) names on true
     left join lateral (
       select (array_agg(g.severity order by array_position('{critical,high,medium,low}'::text[], g.severity)))[1] as severity
       from finding_group g
       where g.organisation = $1 and g.id = any(page.groups)
     ) danger on true
     order by page.urgency, page.id collate "C"`,
  );
  const endpoints = endpointsOn(rows.map(({ places }) => places));
  const found = rows.flatMap((row, index) =>
    row.id === null ? [] : [{ row: patchOf(row, endpoints[index] ?? 0), urgency: row.urgency, id: row.id }],
  );
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ urgency: each.urgency, id: each.id }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface PatchRow {
  readonly id: string | null;
  readonly ecosystem: string;
  readonly source_name: string;
  readonly fixed_by: string;
  readonly closes: readonly string[];
  readonly urgency: string;
  readonly due: string | null;
  readonly places: CountedRow;
  readonly total: string;
  readonly packages: readonly string[];
  readonly offered: readonly string[];
  readonly exploited: boolean | null;
  readonly severity: Severity | null;
}

const patchOf = (row: PatchRow, endpoints: number): QueriedPatch => ({
  ecosystem: row.ecosystem,
  source: row.source_name,
  to: row.fixed_by,
  endpoints,
  closes: row.closes,
  packages: row.packages,
  due: row.due,
  severity: row.severity ?? 'unknown',
  exploited: row.exploited,
  offered: row.offered,
});
