// A list of the API as rows by index: pages are fetched as they are looked at, the total is known from the first.
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly next: string | null;
}

export interface Rows<Row> {
  /** Undefined until the first page is here. */
  readonly total: number | undefined;
  /** As far as they are loaded, in order. */
  readonly loaded: readonly Row[];
  /** Says that rows up to this index are looked at. */
  readonly want: (index: number) => void;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly retry: () => void;
}

/** The first page is small, to be there at once; the next are large, so that a long way is few of them. */
const FIRST = 100;
const THEN = 1000;

export function useRows<Row>(
  key: QueryKey,
  fetchPage: (page: { readonly cursor: string | undefined; readonly limit: number }) => Promise<Page<Row>>,
): Rows<Row> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => fetchPage({ cursor: pageParam, limit: pageParam === undefined ? FIRST : THEN }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const loaded = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return {
    total: query.data?.pages.at(-1)?.total,
    loaded,
    want: (index) => {
      if (index >= loaded.length && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    error: query.error,
    isPending: query.isPending,
    retry: () => void query.refetch(),
  };
}
