// What channels offer in place of a product, and what its rule does with each: taken, or kept out of plans, and why.
import { isInForce, whyHeld } from '@suture/core/catalog/rule.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import type { catalogDetail } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { CatalogRuleRow } from '../store/catalog-rules.ts';
import type { Transaction } from '../store/database.ts';
import { type QueriedUpdate, queriedUpdates } from '../store/queried-updates.ts';
import { compileQuery } from '../store/query-sql.ts';
import { findingsSince } from '../store/seen-offers.ts';
import { offerKey, setsOffering, youngOffers } from '../store/young-offers.ts';
import { queryOf } from './catalog-page.ts';
import { queryContext } from './query-context.ts';

type Shown = z.infer<typeof catalogDetail>;

const mostUpdates = 20;
const dayMs = 86_400_000;

export async function offersOf(
  transaction: Transaction,
  product: string,
  rule: CatalogRuleRow | undefined,
  now: Date,
): Promise<Pick<Shown, 'updates' | 'updatesQ' | 'updatesTotal'>> {
  const updatesQ = queryOf({ product });
  const parsed = parseQuery(updatesQ, 'packages');
  if (!parsed.ok) return { updates: [], updatesTotal: 0, updatesQ };
  const context = await queryContext(transaction, parsed.query);
  const { organisation } = transaction;
  const compiled = compileQuery(parsed.query, { organisation, resource: 'packages', now: now.getTime(), ...context });
  if (compiled.kind === 'refused') return { updates: [], updatesTotal: 0, updatesQ };
  const page = await queriedUpdates(transaction, compiled, { after: undefined, limit: mostUpdates });
  const says = await saidBy(transaction, rule, page.rows, now);
  const updates = page.rows.map((row) => ({
    package: row.source,
    version: row.version,
    endpoints: row.endpoints,
    heldOn: row.heldOn,
    security: row.security,
    ruleSays: says(row),
  }));
  return { updates, updatesTotal: page.total, updatesQ };
}

/** As plans go by it: what closes a vulnerability that is known here does not wait. */
async function saidBy(
  transaction: Transaction,
  rule: CatalogRuleRow | undefined,
  rows: readonly QueriedUpdate[],
  now: Date,
): Promise<(row: QueriedUpdate) => string | null> {
  const today = now.toISOString().slice(0, 10);
  if (rule === undefined || !isInForce(rule.said, today)) return () => null;
  const all = rows.flatMap(({ packages }) => packages);
  const { waitDays } = rule.said;
  const names = [...new Set(all.map(({ name }) => name))];
  const young =
    waitDays === 0
      ? new Set<string>()
      : await youngOffers(
          transaction,
          await setsOffering(transaction, names),
          new Date(now.getTime() - waitDays * dayMs),
        );
  const pairs = all.map(({ name, installed }) => ({ package: name, installed }));
  const open = waitDays === 0 ? [] : await findingsSince(transaction, pairs, now);
  const fixed = new Set(open.map((each) => `${each.package} ${each.installed}`));
  return ({ packages, security }) =>
    packages
      .map(({ name, installed, candidate }) =>
        whyHeld(
          rule.product,
          rule.said,
          {
            candidate,
            isSecurity: security === 'yes' || fixed.has(`${name} ${installed}`),
            isYoung: young.has(offerKey({ package: name, candidate })),
          },
          today,
        ),
      )
      .find((why) => why !== undefined) ?? null;
}
