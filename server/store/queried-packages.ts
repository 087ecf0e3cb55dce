// Installed package versions that a query finds, each with how many endpoints have it, and what is known of it.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PLACED, placePackages } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface QueriedPackage {
  readonly id: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly ecosystem: string | null;
  readonly source: { readonly name: string; readonly version: string };
  /** Endpoints that the query finds it on. */
  readonly endpoints: number;
  readonly judgement: Judgement;
}

/** Whether anybody can say that it has no vulnerability. */
export type Judgement =
  | { readonly status: 'judged'; readonly findings: number; readonly fixedBy: string | null }
  /** It is new, or something new is said of it; what was known before may be gone. */
  | { readonly status: 'waiting'; readonly findings: number }
  | { readonly status: 'not-judged'; readonly findings: number; readonly why: string };

export interface PackageCursor {
  readonly name: string;
  readonly id: string;
}

/** By name. `query` is one of packages. */
export async function queriedPackages(
  transaction: Transaction,
  query: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<PackageCursor>,
): Promise<Page<QueriedPackage, PackageCursor>> {
  const { bind, where, joins } = query;
  const { placed, ask, endpointsOn } = await placePackages(transaction, query);
  const name = bind(after?.name ?? null, 'text');
  const id = bind(after?.id ?? null, 'bigint');
  const rows = await ask<PackageRow>(
    `with ${placed}, wanted as materialized (
       select p.id, p.name, array_agg(class.place) as places
       from ${PLACED}
       ${joins}
       where ${where}
       group by p.id, p.name
     ), page as materialized (
       select * from wanted where ${name} is null or (name, id) > (${name}, ${id})
       order by name, id limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select p.id, p.purl, p.name, p.version, p.arch, p.ecosystem, p.source_name, p.source_version, p.fixed_by, p.due,
       p.unjudged, coalesce(a.covered, false) as covered, page.places, total,
       (select count(*)::int from package_finding f
        where f.organisation = $1 and f.package = p.id and f.until is null) as findings
     from (select count(*) as total from wanted) t left join page on true
     left join package p on p.organisation = $1 and p.id = page.id
     left join advisory_ecosystem a on a.organisation = $1 and a.ecosystem = p.ecosystem
     order by page.name, page.id`,
  );
  const endpoints = endpointsOn(rows.map(({ places }) => places));
  const found = rows.flatMap((row, index) => (row.id === null ? [] : [packageOf(row, endpoints[index] ?? 0)]));
  return pageOf(found, Number(rows[0]?.total), limit, (row) => ({ name: row.name, id: row.id }));
}

interface PackageRow {
  readonly id: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly ecosystem: string | null;
  readonly source_name: string;
  readonly source_version: string;
  readonly fixed_by: string | null;
  readonly due: boolean;
  readonly unjudged: string | null;
  readonly covered: boolean;
  readonly findings: number;
  readonly places: CountedRow;
  readonly total: string;
}

const packageOf = (row: PackageRow, endpoints: number): QueriedPackage => ({
  id: row.id,
  purl: row.purl,
  name: row.name,
  version: row.version,
  arch: row.arch,
  ecosystem: row.ecosystem,
  source: { name: row.source_name, version: row.source_version },
  endpoints,
  judgement: judgementOf(row),
});

function judgementOf({ due, unjudged, covered, findings, fixed_by: fixedBy }: PackageRow): Judgement {
  if (unjudged !== null) return { status: 'not-judged', findings, why: unjudged };
  if (due) return { status: 'waiting', findings };
  if (!covered) return { status: 'not-judged', findings, why: 'no advisories cover its ecosystem' };
  return { status: 'judged', findings, fixedBy };
}
