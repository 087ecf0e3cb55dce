// What the organisation says of products, each version for good.
import type { RuleText } from '@suture/core/catalog/rule.ts';
import type { Transaction } from './database.ts';

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
