// What the organisation says of products, each version for good; and what of products its endpoints have.
import type { RuleText } from '@suture/core/catalog/rule.ts';
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface CatalogRuleRow {
  readonly product: string;
  readonly version: number;
  readonly said: RuleText;
  readonly at: Date;
  readonly by: string;
}

const columns = 'product, version, said, at, by';

/** Those that are not removed, in their last versions, by product. */
export function catalogRules(transaction: Transaction): Promise<readonly CatalogRuleRow[]> {
  return transaction.query<CatalogRuleRow & Record<string, unknown>>(
    `select ${columns} from (
       select distinct on (product) ${columns}, removed from catalog_rule where organisation = $1
       order by product, version desc
     ) r where not removed order by product`,
    [transaction.organisation],
  );
}

/** The number of its last version, also of one that is removed; 0 where there was none. */
export async function lastRuleVersion(transaction: Transaction, product: string): Promise<number> {
  const [row] = await transaction.query<{ readonly version: number }>(
    'select coalesce(max(version), 0) as version from catalog_rule where organisation = $1 and product = $2',
    [transaction.organisation, product],
  );
  return row?.version ?? 0;
}

/** False where somebody else has written that version. */
export async function addRuleVersion(
  transaction: Transaction,
  { product, version, said, at, by, removed }: CatalogRuleRow & { readonly removed: boolean },
): Promise<boolean> {
  const added = await transaction.query(
    `insert into catalog_rule (organisation, product, version, said, at, by, removed) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing returning product`,
    [transaction.organisation, product, version, JSON.stringify(said), at, by, removed],
  );
  return added.length > 0;
}

/** A package as one adapter reports it, with the package sets that have it. */
export interface InstalledSoftware {
  readonly adapter: string;
  readonly name: string;
  readonly source: string;
  readonly version: string;
  readonly purl: string;
  readonly origin: string | null;
  readonly sets: readonly string[];
}

/** Rows at most; more than that is said, not shown. */
export const mostSoftware = 20_000;

/**
 * What these adapters installed, and of the others what goes by one of these names. A package has one row for each of its
 * versions. Each distinct package set is looked into once, whoever has it.
 */
export function installedSoftware(
  transaction: Transaction,
  adapters: readonly string[],
  names: readonly string[],
): Promise<readonly InstalledSoftware[]> {
  return transaction.query<InstalledSoftware & Record<string, unknown>>(
    `with used as materialized (
       select distinct s.adapter, s.package_set from section s
       join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state = 'active'
       where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
     ), held as (
       select used.adapter, used.package_set, m.package from used
       join package_set_member m on m.organisation = $1 and m.package_set = used.package_set
       where used.adapter = any($2)
       union
       select used.adapter, used.package_set, m.package from package p
       join package_set_member m on m.organisation = $1 and m.package = p.id
       join used on used.package_set = m.package_set
       where p.organisation = $1 and (p.name = any($3) or p.source_name = any($3))
     )
     select held.adapter, p.name, p.source_name as source, p.version, p.purl, p.detail ->> 'origin' as origin,
       array_agg(distinct held.package_set::text) as sets
     from held join package p on p.organisation = $1 and p.id = held.package
     group by held.adapter, p.name, p.source_name, p.version, p.purl, p.detail ->> 'origin'
     order by held.adapter, p.name, p.version limit ${mostSoftware + 1}`,
    [transaction.organisation, adapters, names],
  );
}

/** By adapter and package set, as `setKey` has them: how many endpoints in service have it now. */
export async function countsOfSets(
  transaction: Transaction,
  sets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ adapter: string; set: string; endpoints: number }>(
    `select s.adapter, s.package_set::text as set, count(*)::int as endpoints ${ofSets} group by s.adapter, s.package_set`,
    [transaction.organisation, sets],
  );
  return new Map(rows.map(({ adapter, set, endpoints }) => [setKey(adapter, set), endpoints]));
}

/** The same with the endpoints themselves, of which there may be many. */
export async function endpointsOfSets(
  transaction: Transaction,
  sets: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await transaction.query<{ adapter: string; set: string; endpoints: readonly string[] }>(
    `select s.adapter, s.package_set::text as set, array_agg(s.endpoint::text) as endpoints ${ofSets}
     group by s.adapter, s.package_set`,
    [transaction.organisation, sets],
  );
  return new Map(rows.map(({ adapter, set, endpoints }) => [setKey(adapter, set), endpoints]));
}

const ofSets = `from section s
  join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state = 'active'
  where s.organisation = $1 and s.kind = 'installed' and s.package_set = any($2::bigint[])`;

export const setKey = (adapter: string, set: string): string => `${adapter} ${set}`;

export interface KnownEndpoint {
  readonly id: string;
  readonly name: string;
  /** All that it has is known: nothing it reports of what is installed is partial or failed. */
  readonly isWhole: boolean;
}

/** In service, that a query finds. */
export function endpointsInScope(
  transaction: Transaction,
  { where, values }: CompiledQuery,
): Promise<readonly KnownEndpoint[]> {
  return transaction.query<KnownEndpoint & Record<string, unknown>>(
    `select e.id, e.name, coalesce((
       select bool_and(s.status = 'complete') from section s
       where s.organisation = $1 and s.endpoint = e.id and s.kind = 'installed'
     ), false) as "isWhole"
     from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
     where e.organisation = $1 and e.state = 'active' and ${where} order by e.name, e.id`,
    values,
  );
}
