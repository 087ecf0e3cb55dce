// One package of winget's index as a listing of the catalog. Pure; never throws.
import type { Listing } from '@suture/core/catalog/product.ts';
import { dayOf, fieldsOf, textOf } from '../json/fields.ts';

export type ListingReading =
  | { readonly ok: true; readonly listing: Listing }
  | { readonly ok: false; readonly name: string; readonly reason: string };

/** Upstream drops zeros at the end of some versions (microsoft/winget-cli#4928), so they are for people and not compared. */
export function listingOf(value: unknown): ListingReading {
  const entry = fieldsOf(value);
  const id = textOf(entry?.['PackageId'], 200);
  if (id === undefined || !/^[^\s\p{Cc}\\/:*?"<>|-][^\s\p{Cc}\\/:*?"<>|]*$/u.test(id))
    return { ok: false, name: (id ?? '').slice(0, 60), reason: 'no package id' };
  const name = textOf(entry?.['Name'], 300);
  if (name === undefined) return { ok: false, name: id, reason: 'no name' };
  const version = textOf(entry?.['Version'], 100);
  return {
    ok: true,
    listing: {
      channel: 'winget',
      id,
      name: name.replace(/\p{Cc}/gu, ' ').trim(),
      version: version !== undefined && !/\p{Cc}/u.test(version) ? version : undefined,
      changed: dayOf(entry?.['LastUpdate']),
      installsAs: [],
      updatesItself: false,
      isDeprecated: false,
    },
  };
}
