// Holds back, among the offers that a plan is made of, what the organisation's rules about products keep from being installed.
import { channelOf } from '@suture/core/catalog/catalog.ts';
import { identityKey } from '@suture/core/catalog/identity-key.ts';
import { isInForce, whyHeld } from '@suture/core/catalog/rule.ts';
import { catalogRules, type CatalogRuleRow } from '../store/catalog-rules.ts';
import type { Transaction } from '../store/database.ts';
import type { Fixable, Offered } from '../store/plan-candidates.ts';
import { offerKey, youngOffers } from '../store/young-offers.ts';
import { productsOf } from './catalog-overlay.ts';
import { identitiesOf } from './product-names.ts';
import type { Place } from './plan-places.ts';

const dayMs = 86_400_000;

/** Where the offers of an endpoint come from: its system, and what else may be planned with. */
interface Source {
  readonly place: Place;
  readonly others?: readonly Place[];
}

/** Also what is asked for by name: who wants it all the same changes the rule. */
export async function holdByRules(
  transaction: Transaction,
  placed: readonly Source[],
  {
    offers,
    findings,
  }: {
    readonly offers: ReadonlyMap<number, readonly Offered[]>;
    readonly findings: ReadonlyMap<number, readonly Fixable[]>;
  },
  now: Date,
): Promise<ReadonlyMap<number, readonly Offered[]>> {
  const today = now.toISOString().slice(0, 10);
  const rules = (await catalogRules(transaction)).filter(({ said }) => isInForce(said, today) && keepsBack(said));
  if (rules.length === 0) return offers;
  const products = await productsOf(transaction);
  const byIdentity = new Map<string, CatalogRuleRow>(
    rules.flatMap((rule) =>
      (identitiesOf(products, rule.product) ?? []).map((identity) => [identityKey(identity), rule] as const),
    ),
  );
  const young = new Map<number, ReadonlySet<string>>();
  for (const days of new Set(rules.map(({ said }) => said.waitDays).filter((each) => each > 0)))
    young.set(days, await youngOffers(transaction, [...offers.keys()], new Date(now.getTime() - days * dayMs)));
  const fixed = new Set(
    [...findings.values()]
      .flat()
      .flatMap((each) => (each.fixedVersion === null ? [] : [`${each.package} ${each.installed}`])),
  );
  const held = new Map<number, readonly Offered[]>(offers);
  for (const [set, adapter] of adaptersOf(placed)) {
    const channel = channelOf(adapter, { purl: '' });
    if (channel === undefined || channel === 'program') continue;
    const ruled = (offer: Offered): Offered => {
      if (offer.heldWhy !== null) return offer;
      const rule = [offer.package, offer.source]
        .map((id) => byIdentity.get(identityKey({ channel, id })))
        .find((each) => each !== undefined);
      if (rule === undefined) return offer;
      const isYoung = young.get(rule.said.waitDays)?.has(offerKey(offer)) === true;
      const isSecurity = offer.security === true || fixed.has(`${offer.package} ${offer.installed}`);
      const why = whyHeld(rule.product, rule.said, { candidate: offer.candidate, isSecurity, isYoung }, today);
      return why === undefined ? offer : { ...offer, heldWhy: why.replace(/\.$/, '') };
    };
    held.set(set, (offers.get(set) ?? []).map(ruled));
  }
  return held;
}

const keepsBack = ({ stance, waitDays }: CatalogRuleRow['said']): boolean => stance !== 'approved' || waitDays > 0;

/** By available set. */
function adaptersOf(placed: readonly Source[]): ReadonlyMap<number, string> {
  const adapters = new Map<number, string>();
  for (const { place, others = [] } of placed)
    for (const { available, adapter } of [place, ...others]) adapters.set(available, adapter);
  return adapters;
}
