// What endpoints have now of the packages that a plan names, by the sets they share.
import type { Transaction } from './database.ts';

/**
 * Never part of "all" or "security": applications, and firmware above all, are asked for by name. What of them stands in a part of what is
 * there or offered is there; of "all", a part would be too little.
 */
export const byNameAlone: readonly string[] = [
  'cargo',
  'composer',
  'flatpak',
  'fwupd',
  'gem',
  'go',
  'npm',
  'own',
  'python',
  'snap',
];

export interface PresentRow {
  readonly set: number;
  readonly package: string;
  readonly arch: string | null;
  readonly version: string;
}

export interface PresentPlaces {
  /** Those that report both, completely, or what is planned by name alone. */
  readonly endpoints: ReadonlyMap<string, { readonly installed: number; readonly available: number }>;
  readonly installed: ReadonlyMap<number, readonly PresentRow[]>;
  readonly offered: ReadonlyMap<number, readonly PresentRow[]>;
}

export async function presentOf(
  transaction: Transaction,
  wanted: readonly { readonly endpoint: string; readonly adapter: string }[],
  packages: readonly string[],
): Promise<PresentPlaces> {
  const { organisation } = transaction;
  const rows = await transaction.query<{ endpoint: string; installed: number; available: number }>(
    `select w.endpoint, i.package_set::int as installed, a.package_set::int as available
     from unnest($2::uuid[], $3::text[]) as w (endpoint, adapter)
     join section i on i.organisation = $1 and i.endpoint = w.endpoint and i.adapter = w.adapter and i.kind = 'installed'
       and (i.status = 'complete' or (i.status = 'partial' and w.adapter = any($4)))
     join section a on a.organisation = $1 and a.endpoint = w.endpoint and a.adapter = w.adapter and a.kind = 'available'
       and (a.status = 'complete' or (a.status = 'partial' and w.adapter = any($4)))`,
    [organisation, wanted.map(({ endpoint }) => endpoint), wanted.map(({ adapter }) => adapter), byNameAlone],
  );
  const sets = (kind: 'installed' | 'available'): readonly number[] => [...new Set(rows.map((row) => row[kind]))];
  const installed = await transaction.query<PresentRow & Record<string, unknown>>(
    `select m.package_set::int as set, p.name as package, p.arch, p.version from package p
     join package_set_member m on m.organisation = $1 and m.package = p.id and m.package_set = any($2::bigint[])
     where p.organisation = $1 and p.name = any($3)`,
    [organisation, sets('installed'), packages],
  );
  const offered = await transaction.query<PresentRow & Record<string, unknown>>(
    `select m.package_set::int as set, o.package, o.arch, o.candidate as version from offer o
     join offer_set_member m on m.organisation = $1 and m.offer = o.id and m.package_set = any($2::bigint[])
     where o.organisation = $1 and o.package = any($3)`,
    [organisation, sets('available'), packages],
  );
  return {
    endpoints: new Map(rows.map((row) => [row.endpoint, row])),
    installed: Map.groupBy(installed, ({ set }) => set),
    offered: Map.groupBy(offered, ({ set }) => set),
  };
}
