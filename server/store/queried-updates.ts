// What channels offer in place of packages that a query finds, grouped by source package and version; security updates first.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PLACED, placePackages } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
import { joinsOf } from './query-joins.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface QueriedUpdate {
  readonly source: string;
  /** The source version offered. */
  readonly version: string;
  readonly endpoints: number;
  /** Those of them where it is kept back. */
  readonly heldOn: number;
  /** `unknown` where no channel says; `yes` where any does. */
  readonly security: 'yes' | 'no' | 'unknown';
  /** Why we believe so, distinct. */
  readonly why: readonly string[];
  readonly held: readonly { readonly cause: string; readonly why: string }[];
  /** Installed packages, with the versions they have. */
  readonly packages: readonly { readonly name: string; readonly installed: string; readonly candidate: string }[];
  readonly origins: readonly string[];
}

export interface UpdateCursor {
  /** `1`, `2` or `3` for security yes, unknown and no; then the source. */
  readonly name: string;
  readonly id: string;
}

const RANK = "case when bool_or(o.security) then '1' when bool_or(o.security is null) then '2' else '3' end";

/** What is offered an update by each set of offers, as the join with offers finds it again. */
const OFFERED = `select p.id as package, om.package_set as available from offer_set_member om
  join offer o on o.organisation = $1 and o.id = om.offer
  join package p on p.organisation = $1 and p.name = o.package and p.version = o.installed
  where om.organisation = $1`;

export async function queriedUpdates(
  transaction: Transaction,
  query: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<UpdateCursor>,
): Promise<Page<QueriedUpdate, UpdateCursor>> {
  const { bind, where } = query;
  const { placed, ask, endpointsOn } = await placePackages(transaction, query, { withOffers: true, only: OFFERED });
  const joins = query.withOffers ? query.joins : `${query.joins} ${joinsOf(new Set(['offer']))}`;
  const [name, id] = [bind(after?.name ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await ask<UpdateRow>(
    `with ${placed}, hits as materialized (
       select ${RANK} || o.source_name as name, o.source_name, o.source_version, array_agg(class.place) as places,
         array_agg(class.place) filter (where o.held_cause is not null) as held_on,
         ${RANK} as security, array_agg(distinct o.id) as offers
       from ${PLACED} ${joins}
       where o.id is not null and ${where}
       group by o.source_name, o.source_version
     ), page as materialized (
       select * from hits where ${name} is null
         or (name collate "C", source_version collate "C") > (${name} collate "C", ${id} collate "C")
       order by name collate "C", source_version collate "C" limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select page.name, page.source_name, page.source_version, page.security, page.places, page.held_on, total, told.*
     from (select count(*) as total from hits) t left join page on true
     left join lateral (
       select array_agg(distinct o.security_why) as why, array_agg(distinct o.origin) as origins,
         coalesce(jsonb_agg(distinct jsonb_build_object('cause', o.held_cause, 'why', o.held_why))
           filter (where o.held_cause is not null), '[]') as held,
         jsonb_agg(distinct jsonb_build_object('name', o.package, 'installed', o.installed, 'candidate', o.candidate))
           as packages
       from offer o where o.organisation = $1 and o.id = any(page.offers)
     ) told on true
     order by page.name collate "C", page.source_version collate "C"`,
  );
  const counts = endpointsOn(rows.flatMap(({ places, held_on: held }) => [places, held]));
  const found = rows.flatMap((row, index) => {
    if (row.name === null) return [];
    const [endpoints = 0, heldOn = 0] = counts.slice(index * 2);
    return [{ row: { ...updateOf(row), endpoints, heldOn }, name: row.name }];
  });
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ name: each.name, id: each.row.version }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface UpdateRow {
  readonly name: string | null;
  readonly source_name: string;
  readonly source_version: string;
  readonly security: '1' | '2' | '3';
  readonly places: CountedRow;
  readonly held_on: CountedRow;
  readonly total: string;
  readonly why: readonly string[];
  readonly origins: readonly string[];
  readonly held: QueriedUpdate['held'];
  readonly packages: QueriedUpdate['packages'];
}

const SECURITY = { 1: 'yes', 2: 'unknown', 3: 'no' } as const;

const updateOf = (row: UpdateRow): Omit<QueriedUpdate, 'endpoints' | 'heldOn'> => ({
  source: row.source_name,
  version: row.source_version,
  security: SECURITY[row.security],
  why: row.why,
  held: row.held,
  packages: row.packages,
  origins: row.origins,
});
