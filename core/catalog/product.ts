// What the catalog knows: products with an identity in each channel, and what each channel last had of them.

/** Where software comes from. `program`: an entry of the Windows registry, or what macOS lists, by name and publisher. */
export const CHANNELS = [
  'winget',
  'store',
  'chocolatey',
  'program',
  'cask',
  'formula',
  'bundle',
  'flatpak',
  'snap',
  'deb',
  'rpm',
  'apk',
  'pacman',
] as const;
export type Channel = (typeof CHANNELS)[number];

export type Identity =
  | { readonly channel: Exclude<Channel, 'program'>; readonly id: string }
  /** `name` may have `*`; the publisher is compared whole: two vendors' programs of one name are two products. */
  | { readonly channel: 'program'; readonly id: string; readonly publisher: string };

/** What a channel has of a product, as its index says. */
export interface Listing {
  readonly channel: Channel;
  /** As the channel writes it: `Mozilla.Firefox`, `firefox`. */
  readonly id: string;
  readonly name: string;
  /** Who makes it, where the channel says. */
  readonly vendor?: string;
  /** The newest; undefined where the index does not say. */
  readonly version: string | undefined;
  /** `YYYY-MM-DD` of the last change of its entry. */
  readonly changed: string | undefined;
  /** Bundle ids, registry names: what an installed copy of it is called. */
  readonly installsAs: readonly Identity[];
  /** The application updates itself, whatever the channel does. */
  readonly updatesItself: boolean;
  /** The channel means to drop it, or has. */
  readonly isDeprecated: boolean;
}

/** The ecosystem of Microsoft's own advisories, of which `Product.advisories` name products as people know them. */
export const MICROSOFT = 'Windows';

export interface Product {
  /** `firefox` of the curated list, else `winget:Mozilla.Firefox`: the channel and its id. */
  readonly id: string;
  readonly name: string;
  /** Undefined where nobody vouches for one. */
  readonly vendor: string | undefined;
  readonly identities: readonly Identity[];
  readonly listings: readonly Listing[];
  /** endoflife.date's name of it. */
  readonly lifecycle: string | undefined;
  /** Where its vulnerabilities are filed: OSV ecosystem and package. */
  readonly advisories: readonly { readonly ecosystem: string; readonly name: string }[];
  /** What lists of exploited vulnerabilities call it: a vendor, and a product with `*` for what changes. */
  readonly exploited: readonly { readonly vendor: string; readonly product: string }[];
  /** `curated`: somebody has said that its identities are one product. */
  readonly origin: 'curated' | 'index';
}
