// What closes findings over the fleet: the update of one source package to one version, and how many endpoints it is for.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PROFILES, endpointsOf } from './profiles.ts';

export interface PatchSummary {
  readonly ecosystem: string;
  readonly source: string;
  /** The version that closes all of `closes` on the endpoints that it is for. */
  readonly to: string;
  readonly endpoints: number;
  /** Sorted. */
  readonly closes: readonly string[];
  /** Names of the installed packages that change with it, sorted. */
  readonly packages: readonly string[];
}

export interface PatchCursor {
  readonly endpoints: number;
  readonly ecosystem: string;
  readonly source: string;
  readonly to: string;
}

/** Most endpoints first. Findings without a fix are in none. */
export async function patches(
  transaction: Transaction,
  { after, limit }: PageRequest<PatchCursor>,
): Promise<Page<PatchSummary, PatchCursor>> {
  const rows = await transaction.query<PatchRow>(
    `with ${PROFILES}, hits as materialized (
       select p.ecosystem, p.source_name, p.fixed_by, bit_or(spread.profiles) as profiles, array_agg(p.id) as ids
       from package p join spread on spread.package = p.id
       where p.organisation = $1 and p.fixed_by is not null
       group by p.ecosystem, p.source_name, p.fixed_by
     ), counted as materialized (${endpointsOf('profiles', 'hits')}
     ), wanted as materialized (
       select ecosystem, source_name, fixed_by, endpoints, ids from hits join counted using (profiles)
     ), page as materialized (
       select * from wanted
       where $2::bigint is null or endpoints < $2
         or (endpoints = $2 and (ecosystem, source_name, fixed_by) > ($3, $4, $5))
       order by endpoints desc, ecosystem, source_name, fixed_by limit $6
     )
     select page.*, total, told.closes, told.packages
     from (select count(*) as total from wanted) t left join page on true
     left join lateral (
       select array_agg(distinct f.vulnerability order by f.vulnerability) as closes,
              array_agg(distinct p.name order by p.name) as packages
       from package p
       join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null and f.fixed_version is not null
       where p.organisation = $1 and p.id = any(page.ids)
     ) told on true
     order by endpoints desc, ecosystem, source_name, fixed_by`,
    [
      transaction.organisation,
      after?.endpoints ?? null,
      after?.ecosystem ?? null,
      after?.source ?? null,
      after?.to ?? null,
      limit + 1,
    ],
  );
  const found = rows.flatMap((row) => (row.source_name === null ? [] : [patchOf(row)]));
  return pageOf(found, Number(rows[0]?.total), limit, ({ endpoints, ecosystem, source, to }) => ({
    endpoints,
    ecosystem,
    source,
    to,
  }));
}

interface PatchRow {
  readonly ecosystem: string;
  readonly source_name: string;
  readonly fixed_by: string;
  readonly endpoints: string;
  readonly closes: readonly string[] | null;
  readonly packages: readonly string[] | null;
  readonly total: string;
}

const patchOf = (row: PatchRow): PatchSummary => ({
  ecosystem: row.ecosystem,
  source: row.source_name,
  to: row.fixed_by,
  endpoints: Number(row.endpoints),
  closes: row.closes ?? [],
  packages: row.packages ?? [],
});
