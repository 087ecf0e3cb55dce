// Until when software that comes straight from its makers is supported, over the fleet: what is out of support first.
import { adapterOf, buildCatalog, type Catalog, identify } from '@suture/core/catalog/catalog.ts';
import { lifecycleAsProduct, lifecycleIdentifierOf, lifecycleOfPackage } from '@suture/core/lifecycle/packages.ts';
import type { ProductRelease, Support } from '@suture/core/lifecycle/support.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { softwareLifecycle } from '@suture/protocol/api/lifecycle.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Store, Transaction } from '../store/database.ts';
import { placesOfSoftware } from '../store/installed-software.ts';
import { MOST_OF_MAKERS, packagesOfMakers } from '../store/makers-packages.ts';
import { packageOf } from '../store/package-rows.ts';
import { type CatalogAsked, kept, MOST_IN_QUERY, pageIn, queryOf } from './catalog-page.ts';
import { productLists } from './catalogued.ts';

export type SupportSource = Pick<AdvisoryDatabase, 'lifecycle' | 'lifecycleByIdentifier' | 'generation'>;

type Shown = z.infer<typeof softwareLifecycle>;

const STATES: readonly Support['state'][] = ['unsupported', 'ending', 'extended', 'unknown', 'supported'];

/** Without a source, what channels say themselves is all that is known. */
export async function softwareLifecycles(
  store: Store,
  transaction: Transaction,
  source: SupportSource | undefined,
  asked: Omit<CatalogAsked, 'words'>,
) {
  const today = asked.now.toISOString().slice(0, 10);
  const list = `software lifecycles ${source === undefined ? 'none' : source.generation().id}`;
  const lists = await productLists(transaction);
  return kept(store, transaction, { list, lists, asked: { ...asked, words: '' } }, () =>
    look(transaction, source, { today, catalog: buildCatalog(lists.products, []) }, asked),
  );
}

/** By the product's releases where the catalog knows it, else by its package URL. */
function supportOf(
  pkg: Package,
  source: SupportSource | undefined,
  { today, catalog }: { readonly today: string; readonly catalog: Catalog },
): Support | undefined {
  const identifier = lifecycleIdentifierOf(pkg);
  if (identifier === undefined) return undefined;
  const adapter = adapterOf(pkg.purl);
  const found = adapter === undefined ? undefined : identify(catalog, adapter, pkg);
  const name = found?.kind === 'product' ? catalog.products.get(found.product)?.lifecycle : undefined;
  return name === undefined
    ? lifecycleOfPackage(pkg, source?.lifecycleByIdentifier(identifier) ?? [], today)
    : lifecycleAsProduct(pkg, source?.lifecycle(name) ?? [], today);
}

async function look(
  transaction: Transaction,
  source: SupportSource | undefined,
  by: { readonly today: string; readonly catalog: Catalog },
  { page, query }: Omit<CatalogAsked, 'words'>,
) {
  const all = await packagesOfMakers(transaction);
  const releases = new Map<string, readonly ProductRelease[]>();
  const once: SupportSource | undefined = source && {
    ...source,
    lifecycleByIdentifier: (identifier) => {
      const rows = releases.get(identifier) ?? source.lifecycleByIdentifier(identifier);
      releases.set(identifier, rows);
      return rows;
    },
  };
  const known = all.slice(0, MOST_OF_MAKERS).flatMap((row) => {
    const support = supportOf(packageOf(row), once, by);
    return support === undefined ? [] : [{ id: row.id, purl: row.purl, support }];
  });
  const { places, endpointsOn } = await placesOfSoftware(
    transaction,
    query,
    known.map(({ id }) => id),
  );
  const here = known.filter(({ id }) => places.has(id));
  const alike = Map.groupBy(here, ({ support }) => keyOf(support));
  const found = pageIn(
    [...alike].flatMap(([id, packages]) => {
      const [first] = packages;
      return first === undefined ? [] : [{ ...first.support, rank: rankOf(first.support), id, packages }];
    }),
    page,
  );
  const counts = endpointsOn(found.rows.map(({ packages }) => packages.flatMap(({ id }) => places.get(id) ?? [])));
  const rows = found.rows.map(({ packages, rank: _rank, id: _id, ...support }, index): Shown => ({
    ...support,
    endpoints: counts[index] ?? 0,
    q: purlQuery(packages.map(({ purl }) => purl)),
  }));
  return { ...found, rows, isWhole: all.length <= MOST_OF_MAKERS };
}

const keyOf = ({ product, release, state, label }: Support): string =>
  JSON.stringify([product, release, state, label]).slice(0, 500);

const rankOf = ({ state, endOfLife }: Support): string => `${STATES.indexOf(state)} ${endOfLife ?? '~'}`;

function purlQuery(purls: readonly string[]): string | null {
  const distinct = [...new Set(purls)].toSorted();
  return distinct.length > MOST_IN_QUERY ? null : queryOf({ purl: distinct });
}
