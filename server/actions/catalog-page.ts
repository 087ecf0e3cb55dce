// What lists of the catalog have in common: their order and pages, the words they are searched for, and the queries that open their counts.
import { createHash } from 'node:crypto';
import type { FieldName } from '@suture/core/query/fields.ts';
import { printQuery } from '@suture/core/query/print.ts';
import { join, type Query, type Test } from '@suture/core/query/query.ts';
import type { Store, Transaction } from '../store/database.ts';
import { placesOfSoftware, type SoftwarePlaces } from '../store/installed-software.ts';
import { type Page, type PageRequest, pageOf } from '../store/page.ts';
import type { CompiledQuery } from '../store/query-sql.ts';
import { remembered } from '../store/remembered-answers.ts';
import type { Catalogued, ProductLists } from './catalogued.ts';

/** By how urgent it is, or on how many endpoints; then what tells rows apart. */
export interface CatalogCursor {
  readonly rank: string;
  readonly id: string;
}

export interface CatalogAsked {
  /** Of packages. */
  readonly query: CompiledQuery;
  /** Each has to be in one of its names. */
  readonly words: string;
  readonly page: PageRequest<CatalogCursor>;
  readonly now: Date;
}

export function kept<T>(
  store: Store,
  transaction: Transaction,
  { list, lists, asked }: { readonly list: string; readonly lists: ProductLists; readonly asked: CatalogAsked },
  look: () => Promise<T>,
): Promise<T> {
  const { words, now, page, query } = asked;
  const said = createHash('sha256').update(JSON.stringify([lists, words, now.toISOString().slice(0, 10)]));
  return remembered(store, transaction, { list: `${list} ${said.digest('hex')}`, page, queries: [query] }, look);
}

export const placed = (
  transaction: Transaction,
  query: CompiledQuery,
  known: Pick<Catalogued, 'packages' | 'unmanaged'>,
): Promise<SoftwarePlaces> =>
  placesOfSoftware(
    transaction,
    query,
    [...known.packages, ...known.unmanaged].map(({ id }) => id),
  );

export function hasWords(words: string, ...texts: readonly (string | null)[]): boolean {
  const text = texts.join('\n').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Of the order of ranks and ids. */
export function pageIn<Item extends CatalogCursor>(
  rows: readonly Item[],
  { after, limit, skip = 0 }: PageRequest<CatalogCursor>,
): Page<Item, CatalogCursor> {
  const isAfter = (a: CatalogCursor, b: CatalogCursor): boolean => (a.rank === b.rank ? a.id > b.id : a.rank > b.rank);
  const sorted = rows.toSorted((a, b) => (isAfter(a, b) ? 1 : -1));
  const rest = after === undefined ? sorted : sorted.filter((row) => isAfter(row, after));
  return pageOf(rest.slice(skip, skip + limit + 1), rows.length, limit, ({ rank, id }) => ({ rank, id }));
}

/** More values of one field than this make no query. */
export const MOST_IN_QUERY = 40;

type Asked = string | readonly string[] | undefined;

/** In the query language; undefined asks for none, a list for any of it. */
export function queryOf(fields: Partial<Readonly<Record<FieldName, Asked>>>): string {
  const terms = Object.entries(fields).map(([field, asked]): Query => {
    const name = field as FieldName;
    if (asked === undefined) return { kind: 'condition', field: name, tests: [{ kind: 'missing' }] };
    const values = typeof asked === 'string' ? [asked] : asked;
    return { kind: 'condition', field: name, tests: values.map((text) => testOf(name, text)) };
  });
  return printQuery(join('and', terms), 'endpoints');
}

const testOf = (name: FieldName, text: string): Test =>
  name === 'version' ? { kind: 'version', comparison: '=', version: text } : { kind: 'text', match: 'equals', text };
