// What one endpoint has installed, each package with what its channel offers in its place; and all that it is offered.
import type { Transaction } from './database.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';

export interface OfferedUpdate {
  readonly candidate: string;
  readonly origin: string;
  readonly security: 'yes' | 'no' | 'unknown';
  readonly why: string;
  /** Null where it would be installed now. */
  readonly held: { readonly cause: string; readonly why: string } | null;
}

export interface EndpointPackage {
  readonly id: string;
  readonly adapter: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly ecosystem: string | null;
  readonly source: { readonly name: string; readonly version: string };
  /** Who made it, where its adapter says. */
  readonly vendor: string | null;
  readonly hold: boolean;
  readonly findings: number;
  /** Why it could not be judged; null where it was, or waits. */
  readonly unjudged: string | null;
  readonly isWaiting: boolean;
  readonly update: 'available' | 'held' | 'none' | 'unknown';
  readonly offers: readonly OfferedUpdate[];
}

export interface EndpointPackageCursor {
  readonly name: string;
  /** Adapter and id. */
  readonly id: string;
}

const OFFER = `jsonb_build_object('candidate', o.candidate, 'origin', o.origin, 'why', o.security_why,
  'security', case when o.security then 'yes' when o.security is null then 'unknown' else 'no' end,
  'held', case when o.held_cause is null then null else jsonb_build_object('cause', o.held_cause, 'why', o.held_why) end)`;

/** By name. `only`: a condition over packages. */
export async function packagesOfEndpoint(
  transaction: Transaction,
  endpoint: string,
  { after, limit, skip = 0 }: PageRequest<EndpointPackageCursor>,
  only = 'true',
): Promise<Page<EndpointPackage, EndpointPackageCursor>> {
  const rows = await transaction.query<PackageRow>(
    `with mine as materialized (
       select s.adapter, m.package, p.name, p.name || ' ' || s.adapter as sorted, a.package_set as available,
         coalesce(a.status = 'complete', false) as told
       from section s
       left join section a on a.organisation = $1 and a.endpoint = s.endpoint and a.adapter = s.adapter
         and a.kind = 'available'
       join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
       join package p on p.organisation = $1 and p.id = m.package
       where s.organisation = $1 and s.endpoint = $2 and s.kind = 'installed' and ${only}
     ), page as materialized (
       select * from mine
       where $3::text is null or (sorted collate "C", package) > ($3 collate "C", $4::bigint)
       order by sorted collate "C", package limit $5 offset $6
     )
     select page.sorted, page.adapter, p.id, p.purl, p.name, p.version, p.arch, p.ecosystem, p.source_name,
       p.source_version, p.detail ->> 'origin' as vendor, coalesce(p.detail -> 'hold' = 'true'::jsonb, false) as hold,
       p.unjudged, p.due, page.told, total, (
         select count(*)::int from package_finding f where f.organisation = $1 and f.package = p.id and f.until is null
       ) as findings, (
         select coalesce(jsonb_agg(${OFFER} order by o.candidate), '[]') from offer_set_member om
         join offer o on o.organisation = $1 and o.id = om.offer
         where om.organisation = $1 and om.package_set = page.available and o.package = p.name and o.installed = p.version
           and (o.arch is null or p.arch is null or o.arch = p.arch)
       ) as offers
     from (select count(*) as total from mine) t left join page on true
     left join package p on p.organisation = $1 and p.id = page.package
     order by page.sorted collate "C", page.package`,
    [transaction.organisation, endpoint, after?.name ?? null, after?.id ?? null, limit + 1, skip],
  );
  const found = rows.flatMap((row) => (row.id === null ? [] : [{ row: packageOf(row), sorted: row.sorted }]));
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ name: each.sorted, id: each.row.id }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface PackageRow {
  readonly sorted: string;
  readonly adapter: string;
  readonly id: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly ecosystem: string | null;
  readonly source_name: string;
  readonly source_version: string;
  readonly vendor: string | null;
  readonly hold: boolean;
  readonly findings: number;
  readonly unjudged: string | null;
  readonly due: boolean;
  readonly told: boolean;
  readonly offers: readonly OfferedUpdate[];
  readonly total: string;
}

const packageOf = (row: PackageRow): EndpointPackage => ({
  id: row.id,
  adapter: row.adapter,
  purl: row.purl,
  name: row.name,
  version: row.version,
  arch: row.arch,
  ecosystem: row.ecosystem,
  source: { name: row.source_name, version: row.source_version },
  vendor: row.vendor,
  hold: row.hold,
  findings: row.findings,
  unjudged: row.unjudged,
  isWaiting: row.due,
  update: updateOf(row),
  offers: row.offers,
});

function updateOf({ offers, told }: PackageRow): EndpointPackage['update'] {
  if (offers.length === 0) return told ? 'none' : 'unknown';
  return offers.some(({ held }) => held === null) ? 'available' : 'held';
}

export interface EndpointUpdate extends OfferedUpdate {
  readonly id: string;
  readonly adapter: string;
  readonly package: string;
  readonly arch: string | null;
  readonly installed: string;
  readonly source: { readonly name: string; readonly version: string };
  readonly bytes: number | null;
}

/** By name; also of what its inventory does not name. */
export async function updatesOfEndpoint(
  transaction: Transaction,
  endpoint: string,
  { after, limit, skip = 0 }: PageRequest<EndpointPackageCursor>,
): Promise<Page<EndpointUpdate, EndpointPackageCursor>> {
  const rows = await transaction.query<UpdateRow>(
    `with mine as materialized (
       select s.adapter, o.*, o.package || ' ' || s.adapter as sorted from section s
       join offer_set_member om on om.organisation = $1 and om.package_set = s.package_set
       join offer o on o.organisation = $1 and o.id = om.offer
       where s.organisation = $1 and s.endpoint = $2 and s.kind = 'available'
     ), page as materialized (
       select * from mine where $3::text is null or (sorted collate "C", id) > ($3 collate "C", $4::bigint)
       order by sorted collate "C", id limit $5 offset $6
     )
     select o.sorted, o.id, o.adapter, o.package, o.arch, o.installed, o.source_name, o.source_version, o.bytes, total,
       ${OFFER} as offer
     from (select count(*) as total from mine) t left join page o on true order by o.sorted collate "C", o.id`,
    [transaction.organisation, endpoint, after?.name ?? null, after?.id ?? null, limit + 1, skip],
  );
  const found = rows.flatMap((row) => (row.id === null ? [] : [{ row: offeredOf(row), sorted: row.sorted }]));
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({ name: each.sorted, id: each.row.id }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface UpdateRow {
  readonly sorted: string;
  readonly id: string;
  readonly adapter: string;
  readonly package: string;
  readonly arch: string | null;
  readonly installed: string;
  readonly source_name: string;
  readonly source_version: string;
  readonly bytes: string | null;
  readonly offer: OfferedUpdate;
  readonly total: string;
}

const offeredOf = (row: UpdateRow): EndpointUpdate => ({
  ...row.offer,
  id: row.id,
  adapter: row.adapter,
  package: row.package,
  arch: row.arch,
  installed: row.installed,
  source: { name: row.source_name, version: row.source_version },
  bytes: row.bytes === null ? null : Number(row.bytes),
});
