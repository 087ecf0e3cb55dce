// One component of Flathub's catalog as a listing of ours: its newest release, since when, and by whom. Pure; never throws.
import type { Listing } from '@suture/core/catalog/product.ts';
import { textOf } from '../json/fields.ts';
import type { AppStreamComponent } from './appstream.ts';

export type ListingReading =
  | { readonly ok: true; readonly listing: Listing }
  /** A runtime or an extension, which comes along with applications. */
  | { readonly ok: 'passed-over' }
  | { readonly ok: false; readonly name: string; readonly reason: string };

/** As flatpak takes them: flatpak_is_valid_name(). */
const ID = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_0-9][\w-]*){1,20}$/;

export function listingOf({ id: component, name, developer, bundle, release }: AppStreamComponent): ListingReading {
  const [kind = '', id = ''] = bundle.split('/');
  if (kind === 'runtime') return { ok: 'passed-over' };
  if (kind !== 'app' || id.length > 255 || !ID.test(id))
    return { ok: false, name: component.slice(0, 60), reason: 'no flatpak application' };
  const version = textOf(release?.version, 100);
  const vendor = textOf(developer, 120);
  return {
    ok: true,
    listing: {
      channel: 'flatpak',
      id,
      name: plain(textOf(name, 300) ?? id),
      ...(vendor !== undefined && { vendor: plain(vendor) }),
      version: version === undefined || /\p{Cc}/u.test(version) ? undefined : version,
      changed: release?.at === undefined ? undefined : new Date(release.at).toISOString().slice(0, 10),
      installsAs: [],
      updatesItself: false,
      isDeprecated: false,
    },
  };
}

const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ').trim();
