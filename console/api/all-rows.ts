// A list that comes whole, as rows.
import type { UseQueryResult } from '@tanstack/react-query';
import type { Rows } from './rows.ts';

export const allRows = <Row>(query: UseQueryResult<{ readonly items: readonly Row[] }>): Rows<Row> => ({
  total: query.data?.items.length,
  at: (index) => query.data?.items[index],
  want: () => undefined,
  error: query.error,
  isPending: query.isPending,
  retry: () => void query.refetch(),
});
