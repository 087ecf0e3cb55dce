// The catalog as it is in use: products that endpoints have or rules speak of, who has them, and what is in no channel that is known.
import { isInForce, mayBe } from '@suture/core/catalog/rule.ts';
import type { catalogProduct } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { CatalogRuleRow } from '../store/catalog-rules.ts';
import type { Store, Transaction } from '../store/database.ts';
import type { SoftwarePlaces } from '../store/installed-software.ts';
import type { Page } from '../store/page.ts';
import { complianceOf } from './catalog-compliance.ts';
import {
  type CatalogAsked,
  type CatalogCursor,
  hasWords,
  kept,
  MOST_IN_QUERY,
  pageIn,
  placed,
  queryOf,
} from './catalog-page.ts';
import { unmanagedIn } from './catalog-unmanaged.ts';
import {
  type Catalogued,
  type CataloguedPackage,
  cataloguedPackages,
  type ProductLists,
  productLists,
} from './catalogued.ts';

type Shown = z.infer<typeof catalogProduct>;

const mostVersions = 20;

export interface CatalogFound extends Page<Shown, CatalogCursor> {
  readonly ruled: number;
  readonly required: number;
  readonly wrong: number;
  readonly notKnown: number;
  readonly wrongVersions: number;
  readonly unmanagedTotal: number;
  readonly isWhole: boolean;
}

/** Kept until something changes, but where software is required or forbidden: that names endpoints. */
export async function describeCatalog(
  store: Store,
  transaction: Transaction,
  asked: CatalogAsked & { readonly of: 'all' | 'ruled' | 'wrong' },
): Promise<CatalogFound> {
  const lists = await productLists(transaction);
  const look = (): Promise<CatalogFound> => products(transaction, lists, asked);
  if (lists.rules.some(({ said }) => said.presence !== 'any')) return look();
  return kept(store, transaction, { list: `catalog ${asked.of}`, lists, asked }, look);
}

async function products(
  transaction: Transaction,
  lists: ProductLists,
  { query, words, of, page, now }: Parameters<typeof describeCatalog>[2],
): Promise<CatalogFound> {
  const known = await cataloguedPackages(transaction, lists);
  const installed = await placed(transaction, query, known);
  const packages = Map.groupBy(known.packages, ({ product }) => product);
  const rules = new Map(lists.rules.map((rule) => [rule.product, rule]));
  const rows: Row[] = [];
  // A rule is about no machine in particular: who asks of some is told of what those have.
  const ruled = query.where === 'true' ? rules.keys() : [];
  const used = known.packages.flatMap(({ id, product }) => (installed.places.has(id) ? [product] : []));
  for (const id of new Set([...used, ...ruled])) {
    const product = known.catalog.products.get(id);
    const name = product?.name ?? id.slice(id.indexOf(':') + 1);
    const vendor = product?.vendor ?? null;
    if (!hasWords(words, id, name, vendor)) continue;
    const rule = rules.get(id);
    const all = packages.get(id) ?? [];
    const compliance =
      rule === undefined
        ? null
        : await complianceOf(
            transaction,
            rule.said,
            all.map((each) => each.id),
            now,
          );
    const here = all.filter((each) => installed.places.has(each.id));
    const hasWrong = (notAllowed(rule, here, now) ?? []).length > 0;
    const isWrong = hasWrong || compliance?.state === 'missing' || compliance?.state === 'forbidden';
    if (of === 'wrong' ? !isWrong : of === 'ruled' && rule === undefined) continue;
    rows.push({ rank: isWrong ? '0' : rankOf(rule, compliance), id, name, vendor, rule, compliance, hasWrong });
  }
  const found = pageIn(rows, page);
  const of1 = (state: readonly string[]): number =>
    rows.filter(({ compliance }) => compliance !== null && state.includes(compliance.state)).length;
  return {
    ...found,
    rows: counted(found.rows, packages, installed, now),
    ruled: rows.filter(({ rule }) => rule !== undefined).length,
    required: rows.filter(({ compliance }) => compliance !== null).length,
    wrong: of1(['missing', 'forbidden']),
    notKnown: of1(['not-known']),
    wrongVersions: rows.filter(({ hasWrong }) => hasWrong).length,
    unmanagedTotal: unmanagedIn(known, installed, words).length,
    isWhole: known.isWhole,
  };
}

interface Row extends CatalogCursor {
  readonly name: string;
  readonly vendor: string | null;
  readonly rule: CatalogRuleRow | undefined;
  readonly compliance: Shown['compliance'];
  /** It is somewhere in a version that its rule does not allow. */
  readonly hasWrong: boolean;
}

/** Of a product's packages those in versions that its rule pins away or blocks; undefined where it says nothing of versions. */
function notAllowed(
  rule: CatalogRuleRow | undefined,
  here: readonly CataloguedPackage[],
  now: Date,
): readonly CataloguedPackage[] | undefined {
  if (rule === undefined || !isInForce(rule.said, now.toISOString().slice(0, 10))) return undefined;
  if (rule.said.stance !== 'pinned' && rule.said.stance !== 'blocked') return undefined;
  return here.filter(({ version }) => !mayBe(version, rule.said));
}

/** One product as it stands in the list; undefined where nobody has it, no rule is about it, and no list has it. */
export async function productInUse(
  transaction: Transaction,
  lists: ProductLists,
  product: string,
  { query, now }: Pick<CatalogAsked, 'query' | 'now'>,
) {
  const known = await cataloguedPackages(transaction, lists);
  const own = known.packages.filter((each) => each.product === product);
  const installed = await placed(transaction, query, { packages: own, unmanaged: [] });
  const listed = known.catalog.products.get(product);
  const here = own.filter(({ id }) => installed.places.has(id));
  if (listed === undefined && here.length === 0) return undefined;
  const rule = lists.rules.find((each) => each.product === product);
  const ids = own.map(({ id }) => id);
  const compliance = rule === undefined ? null : await complianceOf(transaction, rule.said, ids, now);
  const name = listed?.name ?? product.slice(product.indexOf(':') + 1);
  const row = { rank: '', id: product, name, vendor: listed?.vendor ?? null, rule, compliance, hasWrong: false };
  const [shown] = counted([row], new Map([[product, own]]), installed, now);
  return shown === undefined ? undefined : { shown, listed, here, rule, installed };
}

/** What is not as it was asked for stands first, then what is not known, then what has a rule. */
function rankOf(rule: CatalogRuleRow | undefined, compliance: Shown['compliance']): string {
  if (compliance !== null) return { forbidden: '0', missing: '0', 'not-known': '1', compliant: '2' }[compliance.state];
  return rule === undefined ? '4' : '3';
}

/** Endpoints are counted of the rows of a page alone. */
function counted(
  rows: readonly Row[],
  packages: ReadonlyMap<string, Catalogued['packages']>,
  { places, endpointsOn }: SoftwarePlaces,
  now: Date,
): readonly Shown[] {
  const placesOf = (of: Catalogued['packages']) => of.flatMap(({ id }) => places.get(id) ?? []);
  const uses = rows.map(({ id, rule }) => {
    const here = (packages.get(id) ?? []).filter((each) => places.has(each.id));
    return { here, wrong: notAllowed(rule, here, now), versions: [...Map.groupBy(here, ({ version }) => version)] };
  });
  const counts = endpointsOn(
    uses.flatMap(({ here, wrong, versions }) => [
      placesOf(here),
      placesOf(wrong ?? []),
      ...versions.map(([, of]) => placesOf(of)),
    ]),
  ).values();
  const next = (): number => counts.next().value ?? 0;
  return rows.map(({ id, name, vendor, rule, compliance }, index) => {
    const { here = [], wrong, versions = [] } = uses[index] ?? {};
    const endpoints = next();
    const wrongOn = next();
    const wrongVersions = [...new Set(wrong?.map(({ version }) => version))];
    const each = versions.map(([version]) => ({ version, endpoints: next(), q: queryOf({ product: id, version }) }));
    return {
      product: id,
      name,
      vendor,
      rule: rule === undefined ? null : ruleShown(rule, now),
      endpoints,
      q: queryOf({ product: id }),
      versions: each.toSorted((a, b) => b.endpoints - a.endpoints).slice(0, mostVersions),
      versionsTotal: each.length,
      channels: [...new Set(here.map(({ channel }) => channel))].toSorted(),
      compliance,
      versionRule:
        wrong === undefined
          ? null
          : {
              state: wrongOn > 0 ? 'broken' : 'kept',
              endpoints: wrongOn,
              q:
                wrongVersions.length > MOST_IN_QUERY
                  ? null
                  : queryOf({ product: id, ...(wrongVersions.length > 0 && { version: wrongVersions }) }),
            },
    };
  });
}

export const ruleShown = ({ version, said, at, by }: CatalogRuleRow, now: Date): NonNullable<Shown['rule']> => ({
  version,
  said: { ...said, versions: [...said.versions] },
  isInForce: isInForce(said, now.toISOString().slice(0, 10)),
  changedAt: at.toISOString(),
  changedBy: by,
});
