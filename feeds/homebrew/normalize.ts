// One cask of Homebrew's API as a listing of the catalog: its version, its applications, whether it updates itself. Pure; never throws.
import type { Identity, Listing } from '@suture/core/catalog/product.ts';
import { fieldsOf, listOf, textOf } from '../json/fields.ts';

export type ListingReading =
  | { readonly ok: true; readonly listing: Listing }
  | { readonly ok: false; readonly name: string; readonly reason: string };

/** Source: https://formulae.brew.sh/docs/api/, Homebrew's Cask Cookbook. */
export function listingOf(value: unknown): ListingReading {
  const cask = fieldsOf(value);
  const token = textOf(cask?.['token'], 120);
  if (token === undefined || !/^[a-z0-9][a-z0-9@._+-]*$/.test(token))
    return { ok: false, name: (token ?? '').slice(0, 60), reason: 'no token' };
  const version = textOf(cask?.['version'], 120);
  const name = listOf(cask?.['name'])
    .map((each) => textOf(each, 300))
    .find((each) => each !== undefined);
  return {
    ok: true,
    listing: {
      channel: 'cask',
      id: token,
      name: (name ?? token).replace(/\p{Cc}/gu, ' ').trim(),
      // `latest` is none: the file behind the address changes without a word.
      version: version === 'latest' || version === undefined || /\p{Cc}/u.test(version) ? undefined : version,
      changed: undefined,
      installsAs: bundlesOf(cask?.['artifacts']),
      updatesItself: cask?.['auto_updates'] === true,
      isDeprecated: cask?.['deprecated'] === true || cask?.['disabled'] === true,
    },
  };
}

/** The applications that removing it quits go by their bundle ids. */
function bundlesOf(artifacts: unknown): readonly Identity[] {
  const ids = listOf(artifacts)
    .flatMap((artifact) => listOf(fieldsOf(artifact)?.['uninstall']))
    .flatMap((step) => {
      const quit = fieldsOf(step)?.['quit'];
      return Array.isArray(quit) ? quit : [quit];
    })
    .map((id) => textOf(id, 200))
    .filter((id) => id !== undefined && /^[A-Za-z0-9][\w-]*(?:\.[\w-]+)+$/.test(id));
  return [...new Set(ids)].slice(0, 20).map((id) => ({ channel: 'bundle', id: id ?? '' }));
}
