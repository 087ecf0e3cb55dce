// What channels of software have, as the database keeps it.
import type { DatabaseSync } from 'node:sqlite';
import type { Identity, Listing } from '@suture/core/catalog/product.ts';

/** Databases that were last updated before there was a catalog have no such table. */
export const hasListings = (database: DatabaseSync): boolean =>
  database.prepare("select 1 from sqlite_master where type = 'table' and name = 'listing'").get() !== undefined;

export const listingsOf = (database: DatabaseSync): readonly Listing[] =>
  hasListings(database)
    ? database
        .prepare('select data from listing order by channel, id')
        .all()
        .map(({ data }) => JSON.parse(String(data)) as Listing)
    : [];

export interface SourcedListing extends Listing {
  readonly feed: string;
}

/** What the index of its channel has under an id, letter case aside; undefined where it has none, or was never read. */
export function listingOf(
  database: DatabaseSync,
  { channel, id }: Pick<Identity, 'channel' | 'id'>,
): SourcedListing | undefined {
  if (!hasListings(database)) return undefined;
  const found =
    database.prepare('select feed, data from listing where channel = ? and id = ?').get(channel, id) ??
    database
      .prepare('select feed, data from listing where channel = ? and id = ? collate nocase limit 1')
      .get(channel, id);
  return found === undefined
    ? undefined
    : { ...(JSON.parse(String(found['data'])) as Listing), feed: String(found['feed']) };
}
