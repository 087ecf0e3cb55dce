// What of the fleet's packages is which product: by the lists in use and the rules, the same for the catalog and for queries.
import { buildCatalog, type Catalog, adapterOf, channelOf, identify } from '@suture/core/catalog/catalog.ts';
import type { CuratedProduct } from '@suture/core/catalog/overlay.ts';
import type { Channel } from '@suture/core/catalog/product.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { catalogRules, type CatalogRuleRow } from '../store/catalog-rules.ts';
import type { Transaction } from '../store/database.ts';
import { MOST_SOFTWARE, type Software, softwareOf } from '../store/installed-software.ts';
import { productsOf } from './catalog-overlay.ts';
import { identitiesOf } from './product-names.ts';

const distributionChannels: ReadonlySet<Channel> = new Set(['deb', 'rpm', 'apk', 'pacman']);

export interface CataloguedPackage {
  readonly id: string;
  readonly version: string;
  readonly purl: string;
  readonly channel: Channel;
  readonly product: string;
}

/** A program that is in no channel that the catalog knows. */
export interface UnmanagedPackage {
  readonly id: string;
  readonly adapter: string;
  readonly name: string;
  readonly publisher: string | null;
  readonly why: string;
}

export interface Catalogued {
  readonly rules: readonly CatalogRuleRow[];
  readonly catalog: Catalog;
  /** Installed now or once: who has them is another question. */
  readonly packages: readonly CataloguedPackage[];
  readonly unmanaged: readonly UnmanagedPackage[];
  /** False: there is more software than is looked at. */
  readonly isWhole: boolean;
}

export interface ProductLists {
  readonly rules: readonly CatalogRuleRow[];
  readonly products: readonly CuratedProduct[];
}

/** What says which package is which product. */
export async function productLists(transaction: Transaction): Promise<ProductLists> {
  const rules = await catalogRules(transaction);
  return { rules, products: withRuled(await productsOf(transaction), rules) };
}

export async function cataloguedPackages(
  transaction: Transaction,
  { rules, products }: ProductLists,
): Promise<Catalogued> {
  const catalog = buildCatalog(products, []);
  const names = products.flatMap(({ identities }) =>
    identities.flatMap(({ channel, id }) => (distributionChannels.has(channel) ? [id] : [])),
  );
  const software = await softwareOf(transaction, [...new Set(names)]);
  const packages: CataloguedPackage[] = [];
  const unmanaged: UnmanagedPackage[] = [];
  for (const each of software.slice(0, MOST_SOFTWARE)) {
    const adapter = adapterOf(each.purl);
    const pkg = packageOf(each);
    const channel = adapter === undefined ? undefined : channelOf(adapter, pkg);
    if (adapter === undefined || channel === undefined) continue;
    const found = identify(catalog, adapter, pkg);
    const { id, name, version, purl, origin } = each;
    if (found.kind === 'product') packages.push({ id, version, purl, channel, product: found.product });
    else if (channel === 'program') unmanaged.push({ id, adapter, name, publisher: origin, why: found.why });
    // In a channel with ids, what nobody curated is a product of its own; of a distribution it is none.
    else if (!distributionChannels.has(channel))
      packages.push({ id, version, purl, channel, product: `${channel}:${name}` });
  }
  return { rules, catalog, packages, unmanaged, isWhole: software.length <= MOST_SOFTWARE };
}

const packageOf = ({ purl, name, version, source, origin }: Software): Package => ({
  purl,
  ecosystem: undefined,
  name,
  version,
  arch: undefined,
  source: { name: source, version },
  ...(origin === null ? {} : { origin }),
});

/** A rule may be about a product that nobody curated: its channel and id are all that is known of it. */
function withRuled(curated: readonly CuratedProduct[], rules: readonly CatalogRuleRow[]): readonly CuratedProduct[] {
  const known = new Set(curated.map(({ id }) => id));
  const more = rules.flatMap(({ product }): readonly CuratedProduct[] => {
    const identities = known.has(product) ? undefined : identitiesOf(curated, product);
    const name = product.slice(product.indexOf(':') + 1);
    return identities === undefined
      ? []
      : [{ id: product, name, vendor: undefined, identities, lifecycle: undefined, advisories: [], exploited: [] }];
  });
  return [...curated, ...more];
}
