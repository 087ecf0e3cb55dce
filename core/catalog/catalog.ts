// Puts curated products and the indexes of channels together, and says of an installed package which product it is.
import type { Package } from '../packages/package.ts';
import { isNamed, plainName, plainVendor } from './names.ts';
import { type CuratedProduct } from './overlay.ts';
import { identityKey } from './identity-key.ts';
import type { Channel, Identity, Listing, Product } from './product.ts';

export interface Catalog {
  readonly products: ReadonlyMap<string, Product>;
  /** By `identityKey`. */
  readonly byIdentity: ReadonlyMap<string, string>;
  /** Names with `*`, which no key finds. */
  readonly patterns: readonly {
    readonly identity: Identity & { readonly channel: 'program' };
    readonly product: string;
  }[];
  /** Products of indexes by plain name and vendor; several ids where the index has several of one name and vendor. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
}

/** Curated products claim their listings; every other listing is a product of its own. Later lists go before earlier ones. */
export function buildCatalog(curated: readonly CuratedProduct[], listings: readonly Listing[]): Catalog {
  const products = new Map<string, Product>();
  const byIdentity = new Map<string, string>();
  const patterns: Catalog['patterns'][number][] = [];
  for (const product of curated) {
    products.set(product.id, { ...product, listings: [], origin: 'curated' });
  }
  for (const { id, identities } of products.values()) {
    for (const identity of identities) {
      if (identity.channel === 'program' && identity.id.includes('*')) patterns.push({ identity, product: id });
      else byIdentity.set(identityKey(identity), id);
    }
  }
  const byName = new Map<string, string[]>();
  for (const listing of listings) {
    const identity = identityOf(listing);
    const claimed = products.get(byIdentity.get(identityKey(identity)) ?? '');
    const vendor = vendorOf(listing);
    const product =
      claimed?.origin === 'curated' ? withListing(claimed, listing) : productOf(listing, identity, vendor);
    products.set(product.id, product);
    if (product.origin === 'index') {
      byIdentity.set(identityKey(identity), product.id);
      // What a listing says of installed copies never takes over what a product already is.
      for (const each of listing.installsAs)
        if (!byIdentity.has(identityKey(each))) byIdentity.set(identityKey(each), product.id);
    }
    // Programs of a registry are Windows': one that only Linux has the like of is none of them.
    const key = vendor === undefined || listing.channel !== 'winget' ? undefined : nameKey(listing.name, vendor);
    const named = key === undefined ? undefined : (byName.get(key) ?? []);
    if (key !== undefined && named?.includes(product.id) === false) byName.set(key, [...named, product.id]);
  }
  return { products, byIdentity, patterns, byName };
}

const withListing = (product: Product, listing: Listing): Product => ({
  ...product,
  listings: [...product.listings, listing],
});

const productOf = (listing: Listing, identity: Identity, vendor: string | undefined): Product => ({
  id: `${listing.channel}:${listing.id}`,
  name: listing.name,
  vendor,
  identities: [identity, ...listing.installsAs],
  listings: [listing],
  lifecycle: undefined,
  advisories: [],
  exploited: [],
  origin: 'index',
});

const identityOf = ({ channel, id }: Listing): Identity =>
  channel === 'program' ? { channel, id, publisher: '' } : { channel, id };

/** The first part of a winget id is its publisher's. */
const vendorOf = ({ channel, id, vendor }: Listing): string | undefined =>
  vendor ?? (channel === 'winget' && id.includes('.') ? id.slice(0, id.indexOf('.')) : undefined);

/** Undefined where name or vendor is nothing but what all share. */
function nameKey(name: string, vendor: string): string | undefined {
  const [plain, maker] = [plainName(name), plainVendor(vendor)];
  return plain === '' || maker === '' ? undefined : `${plain}\0${maker}`;
}

export type Identified =
  | { readonly kind: 'product'; readonly product: string; readonly channel: Channel; readonly how: string }
  /** In no channel that the catalog knows: shown, with why. */
  | { readonly kind: 'unmanaged'; readonly why: string };

/** Which channel an adapter's packages come by; what is not here is no product of the catalog's. */
const channels: Readonly<Record<string, Channel>> = {
  winget: 'winget',
  chocolatey: 'chocolatey',
  'windows-programs': 'program',
  softwareupdate: 'program',
  homebrew: 'formula',
  flatpak: 'flatpak',
  snap: 'snap',
  apt: 'deb',
  dnf: 'rpm',
  zypper: 'rpm',
  apk: 'apk',
  pacman: 'pacman',
};

/** Undefined for adapters whose packages are libraries of a language, images or firmware. */
export function channelOf(adapter: string, pkg: Pick<Package, 'purl' | 'origin'>): Channel | undefined {
  const channel = channels[adapter];
  if (channel === 'winget' && pkg.origin === 'msstore') return 'store';
  if (channel === 'formula' && pkg.purl.startsWith('pkg:brew/cask/')) return 'cask';
  return channel;
}

/** By what a package URL begins with: those of `generic` by their namespace. */
const byType: Readonly<Record<string, string>> = {
  deb: 'apt',
  rpm: 'dnf',
  apk: 'apk',
  alpm: 'pacman',
  brew: 'homebrew',
  chocolatey: 'chocolatey',
  'generic/winget': 'winget',
  'generic/windows-programs': 'windows-programs',
  'generic/apple': 'softwareupdate',
  'generic/flatpak': 'flatpak',
  'generic/snap': 'snap',
};

/**
 * The adapter that reports such a package, of several that share a channel (rpm's) the first; undefined for libraries of a language,
 * images and firmware.
 */
export function adapterOf(purl: string): string | undefined {
  const [, type = ''] = /^pkg:(generic\/[a-z-]+|[a-z]+)\//.exec(purl) ?? [];
  return Object.hasOwn(byType, type) ? byType[type] : undefined;
}

/**
 * Which product an installed package is. Channels with ids of their own are exact. A program of the registry has a name
 * and a publisher only: both must agree, and with one product alone; a name by itself never decides.
 */
export function identify(catalog: Catalog, adapter: string, pkg: Package): Identified {
  const channel = channelOf(adapter, pkg);
  if (channel === undefined) return { kind: 'unmanaged', why: `what ${adapter} installs is not in the catalog` };
  if (channel === 'program') return identifyProgram(catalog, pkg);
  // A distribution's package goes by what it is built from, which its binary packages share.
  for (const id of new Set([pkg.name, pkg.source.name])) {
    const product = catalog.byIdentity.get(identityKey({ channel, id }));
    if (product !== undefined) return { kind: 'product', product, channel, how: `${channel} ${id}` };
  }
  return { kind: 'unmanaged', why: `no product of the catalog is ${channel} "${pkg.name}"` };
}

function identifyProgram(catalog: Catalog, { name, origin }: Package): Identified {
  if (origin === undefined)
    return { kind: 'unmanaged', why: `"${name}" names no publisher, and a name alone does not tell products apart` };
  const found = (product: string, how: string): Identified => ({ kind: 'product', product, channel: 'program', how });
  const exact = catalog.byIdentity.get(identityKey({ channel: 'program', id: name, publisher: origin }));
  if (exact !== undefined) return found(exact, `the program "${name}" of ${origin}`);
  const maker = plainVendor(origin);
  const matching = new Set(
    catalog.patterns
      .filter(({ identity }) => plainVendor(identity.publisher) === maker && maker !== '' && isNamed(identity.id, name))
      .map(({ product }) => product),
  );
  const [pattern, another] = matching;
  if (pattern !== undefined && another === undefined) return found(pattern, `programs of ${origin} named so`);
  if (another !== undefined)
    return { kind: 'unmanaged', why: `several products are ${origin} programs named so: ${[...matching].join(', ')}` };
  const key = nameKey(name, origin);
  const candidates = key === undefined ? [] : (catalog.byName.get(key) ?? []);
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return found(only, `name and publisher agree with ${only}`);
  if (second !== undefined)
    return {
      kind: 'unmanaged',
      why: `several products have that name and publisher: ${candidates.slice(0, 5).join(', ')}`,
    };
  return { kind: 'unmanaged', why: `no channel has "${name}" of ${origin}` };
}
