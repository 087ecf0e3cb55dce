// What channels offer in place of packages that a query finds, grouped by source package and version; security updates first.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PLACED, endpointsOf, placedBy } from './placed-packages.ts';
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

export async function queriedUpdates(
  transaction: Transaction,
  asked: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<UpdateCursor>,
): Promise<Page<QueriedUpdate, UpdateCursor>> {
  const query = { ...asked, withOffers: true };
  const { bind, where, values } = query;
  const joins = asked.withOffers ? asked.joins : `${asked.joins} ${joinsOf(new Set(['offer']))}`;
  const [name, id] = [bind(after?.name ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await transaction.query<UpdateRow>(
    `with ${placedBy(query)}, hits as materialized (
       select ${RANK} || o.source_name as name, o.source_name, o.source_version, bit_or(class.profiles) as profiles,
         bit_or(class.profiles) filter (where o.held_cause is not null) as held_on,
         ${RANK} as security, array_agg(distinct o.id) as offers
       from ${PLACED} ${joins}
       where o.id is not null and ${where}
       group by o.source_name, o.source_version
     ), page as materialized (
       select * from hits where ${name} is null
         or (name collate "C", source_version collate "C") > (${name} collate "C", ${id} collate "C")
       order by name collate "C", source_version collate "C" limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     ), sought as (
       select profiles from page union select held_on from page where held_on is not null
     ), counted as materialized (${endpointsOf('profiles', 'sought')}
     )
     select page.name, page.source_name, page.source_version, page.security, c.endpoints,
       coalesce(held.endpoints, 0) as held_on, total, told.*
     from (select count(*) as total from hits) t left join page on true
     left join counted c on c.profiles = page.profiles
     left join counted held on held.profiles = page.held_on
     left join lateral (
       select array_agg(distinct o.security_why) as why, array_agg(distinct o.origin) as origins,
         coalesce(jsonb_agg(distinct jsonb_build_object('cause', o.held_cause, 'why', o.held_why))
           filter (where o.held_cause is not null), '[]') as held,
         jsonb_agg(distinct jsonb_build_object('name', o.package, 'installed', o.installed, 'candidate', o.candidate))
           as packages
       from offer o where o.organisation = $1 and o.id = any(page.offers)
     ) told on true
     order by page.name collate "C", page.source_version collate "C"`,
    values,
  );
  const found = rows.flatMap((row) => (row.name === null ? [] : [{ row: updateOf(row), name: row.name }]));
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ name: each.name, id: each.row.version }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface UpdateRow {
  readonly name: string | null;
  readonly source_name: string;
  readonly source_version: string;
  readonly security: '1' | '2' | '3';
  readonly endpoints: string;
  readonly held_on: string;
  readonly total: string;
  readonly why: readonly string[];
  readonly origins: readonly string[];
  readonly held: QueriedUpdate['held'];
  readonly packages: QueriedUpdate['packages'];
}

const SECURITY = { 1: 'yes', 2: 'unknown', 3: 'no' } as const;

const updateOf = (row: UpdateRow): QueriedUpdate => ({
  source: row.source_name,
  version: row.source_version,
  endpoints: Number(row.endpoints),
  heldOn: Number(row.held_on),
  security: SECURITY[row.security],
  why: row.why,
  held: row.held,
  packages: row.packages,
  origins: row.origins,
});
