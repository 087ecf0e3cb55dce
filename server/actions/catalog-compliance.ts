// Whether a product is where the organisation requires it, and nowhere where it forbids it.
import { isInForce, type RuleText } from '@suture/core/catalog/rule.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import type { catalogProduct } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { presenceOf } from '../store/installed-software.ts';
import { compileQuery } from '../store/query-sql.ts';
import { queryContext } from './query-context.ts';

const mostExamples = 10;

type Compliance = z.infer<typeof catalogProduct>['compliance'];

/**
 * Null where nothing is required or forbidden; a query that cannot be asked any more leaves it not known. `packages`: ids of all that is
 * the product.
 */
export async function complianceOf(
  transaction: Transaction,
  said: RuleText,
  packages: readonly string[],
  now: Date,
): Promise<Compliance> {
  if (said.presence === 'any' || !isInForce(said, now.toISOString().slice(0, 10))) return null;
  const unknown = { state: 'not-known', asked: 0, wrong: 0, notKnown: 0, examples: [] } as const;
  const parsed = parseQuery(said.endpoints, 'endpoints');
  if (!parsed.ok) return unknown;
  const { organisation } = transaction;
  const context = await queryContext(transaction, parsed.query);
  const compiled = compileQuery(parsed.query, { organisation, resource: 'endpoints', now: now.getTime(), ...context });
  if (compiled.kind === 'refused') return unknown;
  const found = await presenceOf(transaction, compiled, packages, mostExamples);
  const isForbidden = said.presence === 'forbidden';
  const wrong = isForbidden ? found.having : found.without;
  return {
    state: wrong > 0 ? (isForbidden ? 'forbidden' : 'missing') : found.notKnown > 0 ? 'not-known' : 'compliant',
    asked: found.asked,
    wrong,
    notKnown: found.notKnown,
    examples: [...(isForbidden ? found.firstHaving : found.firstWithout)],
  };
}
