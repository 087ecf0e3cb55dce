// Programs in no channel that the catalog knows: nothing updates them, so they are listed, with why.
import type { unmanagedProgram } from '@suture/protocol/api/catalog.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Store, Transaction } from '../store/database.ts';
import type { SoftwarePlaces } from '../store/installed-software.ts';
import { type CatalogAsked, hasWords, kept, pageIn, placed, queryOf } from './catalog-page.ts';
import { type Catalogued, cataloguedPackages, type ProductLists, productLists } from './catalogued.ts';

type Program = z.infer<typeof unmanagedProgram>;

/** What is on most endpoints first. */
export async function describeUnmanaged(store: Store, transaction: Transaction, asked: CatalogAsked) {
  const lists = await productLists(transaction);
  return kept(store, transaction, { list: 'unmanaged', lists, asked }, () => programs(transaction, lists, asked));
}

async function programs(transaction: Transaction, lists: ProductLists, { query, words, page }: CatalogAsked) {
  const known = await cataloguedPackages(transaction, lists);
  const installed = await placed(transaction, query, known);
  const found = unmanagedIn(known, installed, words);
  const counts = installed.endpointsOn(
    found.map(({ packages }) => packages.flatMap((id) => installed.places.get(id) ?? [])),
  );
  const rows = found.map(({ adapter, name, publisher, why, key }, index) => {
    const endpoints = counts[index] ?? 0;
    const q = queryOf({ package: name, ...(publisher !== null && { origin: publisher }), product: undefined });
    return { adapter, name, publisher, endpoints, q, why, rank: String(1e9 - endpoints).padStart(10, '0'), id: key };
  });
  const { rows: shown, ...rest } = pageIn(rows, page);
  return { ...rest, rows: shown.map(({ rank: _rank, id: _id, ...row }): Program => row), isWhole: known.isWhole };
}

/** One for all that the same adapter calls the same, of one publisher. */
export function unmanagedIn(known: Catalogued, { places }: SoftwarePlaces, words: string) {
  const here = known.unmanaged.filter(({ id, name, publisher }) => places.has(id) && hasWords(words, name, publisher));
  const alike = Map.groupBy(here, ({ adapter, name, publisher }) =>
    JSON.stringify([name, publisher, adapter]).slice(0, 500),
  );
  return [...alike].flatMap(([key, all]) => {
    const [first] = all;
    return first === undefined ? [] : [{ ...first, key, packages: all.map(({ id }) => id) }];
  });
}
