// The endpoints behind a count: those that have a vulnerability, or that a patch is for, with the packages that bring it.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import type { EndpointCursor } from './exposure.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import type { PatchSummary } from './patches.ts';

/** `states`: those wanted; all where undefined. */
export type Affected =
  | { readonly kind: 'vulnerability'; readonly vulnerability: string; readonly states?: readonly FindingState[] }
  | ({ readonly kind: 'patch' } & Pick<PatchSummary, 'ecosystem' | 'source' | 'to'>);

export interface AffectedEndpoint {
  readonly id: string;
  readonly name: string;
  /** What it has installed of it. */
  readonly packages: readonly { readonly id: string; readonly name: string; readonly version: string }[];
}

/** By name. The total is the count that `vulnerabilities` or `patches` gives. */
export async function affectedEndpoints(
  transaction: Transaction,
  affected: Affected,
  { after, limit }: PageRequest<EndpointCursor>,
): Promise<Page<AffectedEndpoint, EndpointCursor>> {
  const { sql, values } = packagesOf(affected);
  const rows = await transaction.query<AffectedEndpoint & { readonly total: string }>(
    `with brought as materialized (${sql}
     ), sets as materialized (
       select distinct m.package_set from brought
       join package_set_member m on m.organisation = $1 and m.package = brought.id
     ), having_it as materialized (
       select distinct e.id, e.name from sets
       join section s on s.organisation = $1 and s.package_set = sets.package_set and s.kind = 'installed'
       join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state in ('active', 'quarantined')
     ), page as materialized (
       select * from having_it where $2::text is null or (name, id) > ($2, $3::uuid) order by name, id limit $4
     )
     select page.id, page.name, total, (
       select coalesce(jsonb_agg(distinct jsonb_build_object('id', brought.id::text, 'name', brought.name, 'version', brought.version)), '[]')
       from section s
       join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
       join brought on brought.id = m.package
       where s.organisation = $1 and s.endpoint = page.id and s.kind = 'installed'
     ) as packages
     from (select count(*) as total from having_it) t left join page on true
     order by page.name, page.id`,
    [transaction.organisation, after?.name ?? null, after?.id ?? null, limit + 1, ...values],
  );
  const shown = rows.flatMap(({ id, name, packages }) => (id === null ? [] : [{ id, name, packages }]));
  return pageOf(shown, Number(rows[0]?.total), limit, ({ id, name }) => ({ id, name }));
}

/** Values from `$5` on. */
function packagesOf(affected: Affected): { readonly sql: string; readonly values: readonly unknown[] } {
  switch (affected.kind) {
    case 'vulnerability':
      return {
        sql: `select p.id, p.name, p.version from package_finding f
          join package p on p.organisation = $1 and p.id = f.package
          where f.organisation = $1 and f.vulnerability = $5 and f.until is null and ($6::text[] is null or f.state = any($6))`,
        values: [affected.vulnerability, affected.states ?? null],
      };
    case 'patch':
      return {
        sql: `select p.id, p.name, p.version from package p
          where p.organisation = $1 and p.ecosystem = $5 and p.source_name = $6 and p.fixed_by = $7`,
        values: [affected.ecosystem, affected.source, affected.to],
      };
  }
}
