// Admins say of a product which of its updates are taken, and whether it must be there; each change is a version that stays.
import type { JsonValue } from '@suture/core/audit/canonical-json.ts';
import { readRule, type RuleText } from '@suture/core/catalog/rule.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import { addRuleVersion, catalogRules, lastRuleVersion, type CatalogRuleRow } from '../store/catalog-rules.ts';
import { productsOf } from './catalog-overlay.ts';
import { identitiesOf } from './product-names.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';

const inAudit = ({ version, said }: Pick<CatalogRuleRow, 'version' | 'said'>): JsonValue =>
  JSON.parse(JSON.stringify({ version, ...said })) as JsonValue;

/** `version`: the one that was looked at; absent where there is none yet. */
export async function saveCatalogRule(
  door: PeopleDoor,
  by: By,
  product: string,
  said: RuleText,
  version?: number,
): Promise<Done<CatalogRuleRow, 'invalid' | 'conflict'>> {
  const read = readRule(said);
  if (!read.ok)
    return refuse(
      'invalid',
      read.problems.map(({ field, problem, remedy }) => `${field} ${problem}. ${remedy}`).join(' '),
    );
  const parsed = parseQuery(said.endpoints, 'endpoints');
  if (!parsed.ok) return refuse('invalid', `endpoints: ${parsed.error.message}`);
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    if (identitiesOf(await productsOf(transaction), product) === undefined)
      return refuse(
        'invalid',
        `no product is called "${product.slice(0, 80)}": name a curated one, or CHANNEL:ID such as deb:nginx`,
      );
    const before = (await catalogRules(transaction)).find((row) => row.product === product);
    if (before?.version !== version)
      return refuse(
        'conflict',
        before === undefined ? 'there is no such rule any more' : `version ${before.version} is the newest`,
      );
    const at = door.now();
    const row = { product, version: (await lastRuleVersion(transaction, product)) + 1, said, at, by: by.access.actor };
    if (!(await addRuleVersion(transaction, { ...row, removed: false })))
      return refuse('conflict', 'somebody else has changed it just now');
    await record(transaction, by, {
      at,
      action: before === undefined ? 'catalog-rule.create' : 'catalog-rule.change',
      subject: `catalog-rule:${product}`,
      before: before === undefined ? null : inAudit(before),
      after: inAudit(row),
    });
    return { ok: true, value: row };
  });
}

export function removeCatalogRule(
  door: PeopleDoor,
  by: By,
  product: string,
): Promise<Done<undefined, 'not-found' | 'conflict'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const before = (await catalogRules(transaction)).find((row) => row.product === product);
    if (before === undefined) return refuse('not-found', 'there is no rule about that product');
    const at = door.now();
    const next = { ...before, version: before.version + 1, at, by: by.access.actor, removed: true };
    if (!(await addRuleVersion(transaction, next))) return refuse('conflict', 'somebody else has changed it just now');
    await record(transaction, by, {
      at,
      action: 'catalog-rule.remove',
      subject: `catalog-rule:${product}`,
      before: inAudit(before),
      after: null,
    });
    return { ok: true, value: undefined };
  });
}
