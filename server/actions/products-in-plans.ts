// Products in plans: those that people name, and those that rules require or forbid, are installed and taken away with a machine's own package manager.
import {
  type AskedProduct,
  changesAway,
  changesTo,
  isOfEverySystem,
  type KnownVersion,
} from '@suture/core/catalog/asked.ts';
import type { CuratedProduct } from '@suture/core/catalog/overlay.ts';
import { isInForce } from '@suture/core/catalog/rule.ts';
import { parseQuery } from '@suture/core/query/parse.ts';
import type { Exclusion, PlannedEndpoint, PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { whyNotTakenBack } from '@suture/core/rollouts/rollback-limits.ts';
import { MOST } from '@suture/protocol/deployments/limits.ts';
import { catalogRules, type CatalogRuleRow } from '../store/catalog-rules.ts';
import type { Transaction } from '../store/database.ts';
import { ownReleases } from '../store/own-packages.ts';
import { endpointsFound, type InstalledOfName, installedOfNames, versionsKnown } from '../store/products-in-sets.ts';
import { compileQuery } from '../store/query-sql.ts';
import { productsOf } from './catalog-overlay.ts';
import type { Placed, Places } from './plan-places.ts';
import type { Instead, Ships, ShipsOffers, Steps } from './plan-steps.ts';
import { identitiesOf } from './product-names.ts';
import { queryContext } from './query-context.ts';
import { scheduleOf } from './work-out-schedules.ts';

export type AskedFor =
  | { readonly kind: 'offers'; readonly ships: ShipsOffers }
  | ProductsAsked
  | { readonly kind: 'refused'; readonly why: string };

interface ProductsAsked {
  readonly kind: 'products';
  readonly does: 'install' | 'remove';
  /** With the endpoints that it is asked for on; undefined: all. */
  readonly products: readonly (readonly [AskedProduct, ReadonlySet<string> | undefined])[];
}

const refused = (why: string): AskedFor => ({ kind: 'refused', why });

export async function askedFor(transaction: Transaction, ships: Ships, now: Date): Promise<AskedFor> {
  switch (ships.kind) {
    case 'required':
    case 'forbidden':
      return byRules(transaction, ships.kind, now);
    case 'install':
    case 'remove':
      return named(transaction, ships, now);
    case 'all':
    case 'security':
    case 'sources':
    case 'close':
      return { kind: 'offers', ships };
  }
}

async function named(
  transaction: Transaction,
  ships: Extract<Ships, { kind: 'install' | 'remove' }>,
  now: Date,
): Promise<AskedFor> {
  const own = new Set((await ownReleases(transaction)).map((release) => release.package));
  const ofOwn = ships.packages.filter((text) => own.has(text));
  if (ships.kind === 'remove' && ofOwn.length === ships.packages.length) return { kind: 'offers', ships };
  if (ofOwn.length > 0)
    return refused(
      ships.kind === 'install'
        ? `${ofOwn[0]} is a package of one’s own, which plans ship as a patch`
        : `${ofOwn[0]} is a package of one’s own and others are not: make a plan for each`,
    );
  const products = await productsOf(transaction);
  const rules = await rulesInForce(transaction, now);
  const found: AskedProduct[] = [];
  for (const text of ships.packages) {
    const at = ships.kind === 'install' ? text.lastIndexOf('@') : -1;
    const [product, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
    const asked = askedProduct(products, rules, product, version);
    if (asked === undefined || version === '')
      return refused(
        `nothing is called “${text.slice(0, 80)}”: name a package of your own, a product of the catalog, or CHANNEL:ID such as deb:telnetd`,
      );
    found.push(asked);
  }
  return { kind: 'products', does: ships.kind, products: found.map((each) => [each, undefined]) };
}

const rulesInForce = async (transaction: Transaction, now: Date): Promise<readonly CatalogRuleRow[]> =>
  (await catalogRules(transaction)).filter(({ said }) => isInForce(said, now.toISOString().slice(0, 10)));

function askedProduct(
  products: readonly CuratedProduct[],
  rules: readonly CatalogRuleRow[],
  product: string,
  version?: string,
): AskedProduct | undefined {
  const identities = identitiesOf(products, product);
  if (identities === undefined) return undefined;
  return { product, identities, version, rule: rules.find((rule) => rule.product === product)?.said };
}

/** Each rule on the endpoints that its own query finds. */
async function byRules(transaction: Transaction, presence: 'required' | 'forbidden', now: Date): Promise<AskedFor> {
  const rules = (await rulesInForce(transaction, now)).filter(({ said }) => said.presence === presence);
  if (rules.length === 0) return refused(`no rule that is in force says that a product is ${presence}`);
  const products = await productsOf(transaction);
  const found: (readonly [AskedProduct, ReadonlySet<string> | undefined])[] = [];
  for (const { product, said } of rules) {
    const asked = askedProduct(products, rules, product);
    const parsed = parseQuery(said.endpoints, 'endpoints');
    const not = refused(`the rule about ${product} cannot be asked any more: mend it first`);
    if (asked === undefined || !parsed.ok) return not;
    if (said.endpoints.trim() === '') {
      found.push([asked, undefined]);
      continue;
    }
    const { organisation } = transaction;
    const context = await queryContext(transaction, parsed.query);
    const question = { organisation, resource: 'endpoints', now: now.getTime() } as const;
    const compiled = compileQuery(parsed.query, { ...question, ...context });
    if (compiled.kind === 'refused') return not;
    found.push([asked, await endpointsFound(transaction, compiled)]);
  }
  return { kind: 'products', does: presence === 'required' ? 'install' : 'remove', products: found };
}

/** What else would change is known to the machine alone, and nothing is done that does not stand in a plan. */
const unreckoned: Instead = {
  step: 'What else would change with it is not known until an endpoint has reckoned it: suture plan --simulate.',
  closes: [],
};

/** One step for all endpoints that are alike and are asked for the same. */
export async function productSteps(
  transaction: Transaction,
  { does, products }: ProductsAsked,
  places: Places,
  windows: readonly string[],
): Promise<Steps> {
  const names = [...new Set(products.flatMap(([{ identities }]) => identities.map(({ id }) => id)))];
  const held = await installedOfNames(transaction, places.sets('installed'), names);
  const known = does === 'remove' ? new Map<string, KnownVersion[]>() : await versionsByPlace(transaction, names);
  const steps: PlanStep[] = [];
  const instead = new Map<number, Instead>();
  const endpoints: PlannedEndpoint[] = [];
  const exclusions: Exclusion[] = [];
  const made = new Map<string, number | string>();
  const schedule = scheduleOf(windows);
  for (const placed of places.placed) {
    const asked = products.flatMap(([product, on]) => (on === undefined || on.has(placed.endpoint) ? [product] : []));
    const key = `${keyOf(placed)} ${asked.map(({ product }) => product).join(' ')}`;
    let step = made.get(key);
    if (step === undefined) {
      const one = asked.length === 0 ? 'No rule asks that of it.' : stepAt(placed, asked, does, held, known);
      step = typeof one === 'string' ? one : steps.push(one) - 1;
      if (typeof step === 'number') instead.set(step, unreckoned);
      made.set(key, step);
    }
    const { endpoint, rollback, group } = placed;
    if (typeof step === 'string') exclusions.push({ endpoint, why: step });
    else {
      const goesBack = whyNotTakenBack(steps[step]?.changes ?? []) === undefined;
      endpoints.push({ endpoint, step, rollback: goesBack ? rollback : 'R0', group, schedule });
    }
  }
  return { steps, instead, closedBy: steps.map(() => []), endpoints, exclusions };
}

const placesOf = ({ place, others }: Placed) => [place, ...others];
const keyOf = (placed: Placed): string =>
  placesOf(placed)
    .map(({ adapter, release, installed }) => `${adapter} ${release} ${installed}`)
    .join(' ');

async function versionsByPlace(
  transaction: Transaction,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownVersion[]>> {
  const rows = await versionsKnown(transaction, names);
  return Map.groupBy(rows, (row) => knownKey(row.adapter, row.release, row.package));
}

const knownKey = (adapter: string, release: string, name: string): string =>
  `${adapter} ${isOfEverySystem(adapter) ? '' : release} ${name}`;

function stepAt(
  placed: Placed,
  asked: readonly AskedProduct[],
  does: ProductsAsked['does'],
  held: ReadonlyMap<number, readonly InstalledOfName[]>,
  known: ReadonlyMap<string, readonly KnownVersion[]>,
): PlanStep | string {
  const all = placesOf(placed);
  const places = all.map(({ adapter, installed }) => ({ adapter, held: held.get(installed) ?? [] }));
  const release = placed.place.release;
  const found =
    does === 'remove'
      ? changesAway(asked, places)
      : changesTo(asked, places, (adapter, name) => known.get(knownKey(adapter, release, name)) ?? []);
  if (typeof found === 'string') return found;
  const { by, changes, left } = found;
  if (changes.length > MOST.changes) return `It would change more than ${MOST.changes} packages at once.`;
  const figures = { downloadBytes: 0, expectsReboot: false, expectedMinutes: 5 };
  const heldBack = left.slice(0, MOST.heldBack).map(({ product, why }) => ({ package: product, why }));
  return { adapter: all[by]?.adapter ?? '', release, changes, heldBack, ...figures };
}
