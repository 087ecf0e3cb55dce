// One product with all that is known of it: its names and what channels have, its support, its fixes, what is exploited, and by whom it is said.
import { exploitedOf } from '@suture/core/catalog/exploited.ts';
import { type Channel, type Identity, MICROSOFT } from '@suture/core/catalog/product.ts';
import { lifecycleOf } from '@suture/core/lifecycle/support.ts';
import { productFixes } from '@suture/feeds/database/product-fixes.ts';
import type { AdvisoryDatabase } from '@suture/feeds/database/database.ts';
import type { catalogDetail } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { coveredEcosystems } from '../store/advisory-generation.ts';
import type { Transaction } from '../store/database.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { productInUse } from './catalog.ts';
import { MOST_IN_QUERY, queryOf } from './catalog-page.ts';
import { originOf } from './catalog-overlay.ts';
import { offersOf } from './catalog-offers.ts';
import { type CataloguedPackage, productLists } from './catalogued.ts';
import { agedFeed } from './feed-age.ts';
import { identitiesOf } from './product-names.ts';

export type ProductSource = Pick<
  AdvisoryDatabase,
  'candidates' | 'ecosystemsNaming' | 'exploitedProducts' | 'feeds' | 'lifecycle' | 'listing' | 'product' | 'signals'
>;

type Shown = z.infer<typeof catalogDetail>;

const mostFixes = 20;
const mostNamed = 50;

/** The feed that has the index of a channel. */
const INDEXES: Partial<Record<Channel, string>> = { winget: 'winget', cask: 'homebrew', flatpak: 'flathub' };

/** Undefined where there is no such product. `query` is one of all packages. */
export async function describeProduct(
  transaction: Transaction,
  source: ProductSource | undefined,
  product: string,
  { query, now }: { readonly query: CompiledQuery; readonly now: Date },
): Promise<Shown | undefined> {
  const lists = await productLists(transaction);
  const used = await productInUse(transaction, lists, product, { query, now });
  if (used === undefined) return undefined;
  const { shown, listed, here, rule, installed } = used;
  const names = listed?.identities ?? identitiesOf(lists.products, product) ?? [];
  const today = now.toISOString().slice(0, 10);
  const identities = names.map((identity) => identityShown(identity, source));
  const about = {
    support: supportOf(listed?.lifecycle, source, today),
    exploited: exploitedShown(listed?.exploited ?? [], source),
    fixes: fixesShown({ identities: names, advisories: listed?.advisories ?? [] }, source),
  };
  const said = identities.flatMap(({ listing }) => listing ?? []);
  const origin = await originOf(transaction, product);
  return {
    ...shown,
    ...(origin === 'channel' ? nameIn(said, shown) : {}),
    origin,
    identities,
    via: viaOf(here, installed, product),
    ...(await offersOf(transaction, product, rule, now)),
    ...about,
    ...sourcesOf(
      [
        ...said.map((each) => each.source),
        ...about.support.releases.map((each) => each.source),
        ...about.fixes.items.flatMap((each) => each.sources),
        ...(about.exploited.known === 'known' ? ['kev'] : []),
      ],
      [
        ...names.flatMap(({ channel }) => INDEXES[channel] ?? []),
        ...(listed?.lifecycle === undefined ? [] : ['endoflife']),
        ...((listed?.exploited ?? []).length === 0 ? [] : ['kev']),
        ...((listed?.advisories ?? []).some(({ ecosystem }) => ecosystem === MICROSOFT) ? ['msrc'] : []),
      ],
      source,
      await coveredEcosystems(transaction),
      now,
    ),
  };
}

/** Of what nobody curated its channel's index knows more than the id. */
const nameIn = (
  said: readonly { readonly name: string; readonly vendor: string | null }[],
  shown: Pick<Shown, 'name' | 'vendor'>,
) => ({
  name: said[0]?.name ?? shown.name,
  vendor: said[0]?.vendor ?? shown.vendor,
});

function identityShown(identity: Identity, source: ProductSource | undefined): Shown['identities'][number] {
  const found = identity.channel === 'program' ? undefined : source?.listing(identity);
  return {
    channel: identity.channel,
    id: identity.id,
    publisher: identity.channel === 'program' && identity.publisher !== '' ? identity.publisher : null,
    listing:
      found === undefined
        ? null
        : {
            name: found.name,
            vendor: found.vendor ?? null,
            version: found.version ?? null,
            changed: found.changed ?? null,
            updatesItself: found.updatesItself,
            isDeprecated: found.isDeprecated,
            source: found.feed,
          },
  };
}

/** Which endpoints have it by which channel. */
function viaOf(
  here: readonly CataloguedPackage[],
  { places, endpointsOn }: NonNullable<Awaited<ReturnType<typeof productInUse>>>['installed'],
  product: string,
): Shown['via'] {
  const byChannel = [...Map.groupBy(here, ({ channel }) => channel)];
  const counts = endpointsOn(byChannel.map(([, packages]) => packages.flatMap(({ id }) => places.get(id) ?? [])));
  return byChannel
    .map(([channel, packages], index) => ({
      channel,
      versions: new Set(packages.map(({ version }) => version)).size,
      endpoints: counts[index] ?? 0,
      q: channelQuery(
        product,
        packages.map(({ purl }) => purl),
        byChannel.length === 1,
      ),
    }))
    .toSorted((a, b) => b.endpoints - a.endpoints || (a.channel < b.channel ? -1 : 1));
}

function channelQuery(product: string, purls: readonly string[], isOnly: boolean): string | null {
  if (isOnly) return queryOf({ product });
  const distinct = [...new Set(purls)].toSorted();
  return distinct.length > MOST_IN_QUERY ? null : queryOf({ purl: distinct });
}

function supportOf(name: string | undefined, source: ProductSource | undefined, today: string): Shown['support'] {
  if (name === undefined) return { known: 'unnamed', name: null, releases: [] };
  const rows = source?.lifecycle(name) ?? [];
  if (rows.length === 0) return { known: 'no-data', name, releases: [] };
  const releases = [...Map.groupBy(rows, ({ release }) => release).values()].flatMap((of) => {
    const [first, ...others] = of;
    if (first === undefined) return [];
    const { product: _product, ...support } = lifecycleOf([first, ...others], today);
    return [{ ...support, released: first.released ?? null, latest: first.latest ?? null }];
  });
  return { known: 'known', name, releases };
}

function exploitedShown(
  exploited: Parameters<typeof exploitedOf>[0]['exploited'],
  source: ProductSource | undefined,
): Shown['exploited'] {
  if (exploited.length === 0) return { known: 'unnamed', total: 0, items: [] };
  const list = source?.exploitedProducts();
  if (list === undefined) return { known: 'no-data', total: 0, items: [] };
  const found = exploitedOf({ exploited }, list);
  const items = found.slice(0, mostNamed).map(({ cve, ...rest }) => ({ vulnerability: cve, ...rest }));
  return { known: 'known', total: found.length, items };
}

function fixesShown(product: Parameters<typeof productFixes>[0], source: ProductSource | undefined): Shown['fixes'] {
  if (source === undefined) return { known: 'no-data', items: [] };
  const found = productFixes(product, source, mostFixes);
  return {
    known: found.length === 0 ? 'unnamed' : 'known',
    items: found.map(({ open, fixes, ...rest }) => ({
      ...rest,
      open: open.slice(0, mostNamed),
      openTotal: open.length,
      fixes: fixes.map(({ vulnerabilities, published, ...fix }) => ({
        ...fix,
        published: published ?? null,
        vulnerabilities: vulnerabilities.slice(0, mostNamed),
        vulnerabilitiesTotal: vulnerabilities.length,
      })),
    })),
  };
}

function sourcesOf(
  used: readonly string[],
  wanted: readonly string[],
  source: ProductSource | undefined,
  covered: Parameters<typeof agedFeed>[1],
  now: Date,
): Pick<Shown, 'neverFetched' | 'sources'> {
  const states = source?.feeds() ?? [];
  const names = new Set([...used, ...wanted]);
  const sources = states
    .filter(({ name }) => names.has(name))
    .map((state) => agedFeed(state, covered, now))
    .map(({ name, ageHours, dataAgeDays, stale }) => ({ name, ageHours, dataAgeDays, stale }));
  const had = new Set(states.map(({ name }) => name));
  return { sources, neverFetched: [...new Set(wanted)].filter((name) => !had.has(name)).toSorted() };
}
