// What a query needs to know beside the rows that it is asked of: which stored versions it means, and which packages are its products.
import { foldQuery } from '@suture/core/query/fold.ts';
import { isText } from '@suture/core/query/matches.ts';
import type { Query } from '@suture/core/query/query.ts';
import type { Transaction } from '../store/database.ts';
import type { TestContext } from '../store/query-tests.ts';
import { versionsFor } from '../store/query-versions.ts';
import { cataloguedPackages, productLists } from './catalogued.ts';

export type QueryContext = Required<Pick<TestContext, 'versions' | 'products'>>;

/** Reads only what the query asks of. */
export async function queryContext(transaction: Transaction, query: Query): Promise<QueryContext> {
  const versions = await versionsFor(transaction, query);
  if (!asksForProducts(query)) return { versions, products: () => [] };
  const { packages } = await cataloguedPackages(transaction, await productLists(transaction));
  return {
    versions,
    products: (test) =>
      packages.flatMap(({ id, product }) => (test.kind !== 'text' || isText(test, product) ? [id] : [])),
  };
}

const some = (terms: readonly boolean[]): boolean => terms.includes(true);

const asksForProducts = (query: Query): boolean =>
  foldQuery<boolean>(query, {
    all: () => false,
    and: some,
    or: some,
    not: (term) => term,
    some: (_, term) => term,
    condition: ({ field }) => field === 'product',
  });
