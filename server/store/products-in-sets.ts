// What endpoints have of packages that go by some names, and which versions of them the fleet knows of, by distribution release.
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface InstalledOfName {
  readonly set: number;
  readonly package: string;
  readonly source: string;
  readonly arch: string | null;
  readonly version: string;
  /** Whose own it is, as its package URL says; null: the machine's. */
  readonly user: string | null;
}

/** By installed set; names are those of packages, or of what they are built from. */
export async function installedOfNames(
  transaction: Transaction,
  sets: readonly number[],
  names: readonly string[],
): Promise<ReadonlyMap<number, readonly InstalledOfName[]>> {
  const rows = await transaction.query<InstalledOfName & Record<string, unknown>>(
    `select m.package_set::int as set, p.name as package, p.source_name as source, p.arch, p.version,
       substring(p.purl from '[?&]user=([^&#]+)') as "user" from package p
     join package_set_member m on m.organisation = $1 and m.package = p.id and m.package_set = any($2::bigint[])
     where p.organisation = $1 and (p.name = any($3) or p.source_name = any($3)) order by p.name, p.arch, p.version`,
    [transaction.organisation, sets, names],
  );
  return Map.groupBy(rows, ({ set }) => set);
}

export interface KnownVersion {
  readonly adapter: string;
  readonly release: string;
  readonly package: string;
  readonly version: string;
  readonly isOffered: boolean;
}

/** Each that an endpoint in service has, or is offered. */
export function versionsKnown(transaction: Transaction, names: readonly string[]): Promise<readonly KnownVersion[]> {
  return transaction.query<KnownVersion & Record<string, unknown>>(
    `with held as materialized (
       select p.name as package, p.version, m.package_set, 'installed' as kind from package p
       join package_set_member m on m.organisation = $1 and m.package = p.id
       where p.organisation = $1 and p.name = any($2)
       union
       select o.package, o.candidate, m.package_set, 'available' from offer o
       join offer_set_member m on m.organisation = $1 and m.offer = o.id
       where o.organisation = $1 and o.package = any($2)
     )
     select distinct s.adapter, concat_ws('-', e.os_id, nullif(e.os_version, '')) as release, held.package, held.version,
       held.kind = 'available' as "isOffered"
     from held join section s on s.organisation = $1 and s.package_set = held.package_set and s.kind = held.kind
     join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state = 'active'`,
    [transaction.organisation, names],
  );
}

/** Ids of all that it finds. `query` is one of endpoints. */
export async function endpointsFound(
  transaction: Transaction,
  { where, values }: CompiledQuery,
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ readonly id: string }>(
    `select e.id from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
     where e.organisation = $1 and ${where}`,
    values,
  );
  return new Set(rows.map(({ id }) => id));
}
