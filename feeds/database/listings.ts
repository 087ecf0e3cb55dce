// What channels of software have, as the database keeps it.
import type { DatabaseSync } from 'node:sqlite';
import type { Listing } from '@suture/core/catalog/product.ts';

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
