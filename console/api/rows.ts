// A list of the API as rows by index: what is looked at is asked for, and nothing else; so is what is asked for anew.
import { type QueryKey, useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { pagesFor } from './pages-for.ts';

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next: string | null;
}

export interface Rows<Row> {
  /** Undefined until the first page is here. */
  readonly total: number | undefined;
  /** Undefined where it is not here yet. */
  readonly at: (index: number) => Row | undefined;
  /** Says that these rows are looked at, both included. */
  readonly want: (first: number, last: number) => void;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly retry: () => void;
}

/** A page is under 100 KB. */
const PAGE = 100;

export type FetchAt<Row> = (place: { readonly skip: number; readonly limit: number }) => Promise<Page<Row>>;

/** Of a list that can be entered at any place: a jump to its end is one request. */
export function useRowsAt<Row>(key: QueryKey, fetchPage: FetchAt<Row>): Rows<Row> {
  const queries = useQueryClient();
  const name = JSON.stringify(key);
  const [wanted, setWanted] = useState({ name, first: 0, last: 0 });
  // Another query begins at its beginning.
  const { first, last } = wanted.name === name ? wanted : { first: 0, last: 0 };
  const keyOf = (page: number): QueryKey => [...key, { page }];
  const answers = useQueries({
    queries: pagesFor(first, last, PAGE).map((page) => ({
      queryKey: keyOf(page),
      queryFn: () => fetchPage({ skip: page * PAGE, limit: PAGE }),
    })),
  });
  const inPage = (page: number) => queries.getQueryData<Page<Row>>(keyOf(page));
  const [latest] = answers
    .filter(({ data }) => data !== undefined)
    .toSorted((one, other) => other.dataUpdatedAt - one.dataUpdatedAt);
  const total = latest?.data?.total ?? inPage(0)?.total;
  return {
    total,
    at: (index) => inPage(Math.floor(index / PAGE))?.items[index % PAGE],
    want: useCallback(
      (from: number, to: number) =>
        setWanted((now) =>
          now.name === name && now.first === from && now.last === to ? now : { name, first: from, last: to },
        ),
      [name],
    ),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    isPending: total === undefined && answers.some(({ isPending }) => isPending),
    retry: () => {
      for (const { refetch } of answers) void refetch();
    },
  };
}

/** The first page is small, to be there at once; the next are large, so that a long way is few of them. */
const FIRST = 100;
const THEN = 1000;

/** Of a list whose pages are known by the page before. */
export function useRows<Row>(
  key: QueryKey,
  fetchPage: (page: { readonly cursor: string | undefined; readonly limit: number }) => Promise<Page<Row>>,
): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetchPage({ cursor: pageParam, limit: pageParam === undefined ? FIRST : THEN }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const loaded = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return {
    total: query.data?.pages.at(-1)?.total,
    at: (index) => loaded[index],
    // A new function whenever a page came, so that who wants more wants again.
    want: useCallback(
      (_from: number, to: number) => {
        if (to >= loaded.length && hasNextPage && !isFetchingNextPage) void fetchNextPage();
      },
      [loaded, hasNextPage, isFetchingNextPage, fetchNextPage],
    ),
    error: query.error,
    isPending: query.isPending,
    retry: () => void query.refetch(),
  };
}
