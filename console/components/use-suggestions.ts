// What may be written at the cursor of a query: the correction of a fault, fields, values there are, queries asked before.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { fetched } from '../files.ts';
import { useServerWords } from '../i18n/server-words.ts';
import { valueWord } from './query-words.ts';
import { recentQueries } from './recent-queries.ts';

export type QueryResource = 'endpoints' | 'packages' | 'findings';

export interface Suggested {
  /** In place of which characters. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly help: string;
  /** It is a whole question: choosing it asks. */
  readonly isWhole: boolean;
}

export interface Fault {
  readonly from: number;
  readonly to: number;
  readonly suggestion: string;
}

const MOST = 12;
const NOT_YET = { from: 0, to: 0, suggestions: [], field: undefined, typed: '' } as const;

export interface SuggestionsOptions {
  readonly list: string;
  readonly resource: QueryResource;
  readonly text: string;
  readonly cursor: number;
  readonly fault: Fault | undefined;
  readonly isOn: boolean;
}

export function useSuggestions({
  list,
  resource,
  text,
  cursor,
  fault,
  isOn,
}: SuggestionsOptions): readonly Suggested[] {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  // All fields with their help: come when a query is first written.
  const { data: complete } = useQuery({
    queryKey: ['complete-query'],
    queryFn: async () => (await fetched(() => import('@suture/protocol/query/complete.ts'))).completeQuery,
    enabled: isOn,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const { from, to, suggestions, field, typed } = complete?.(text, cursor, resource) ?? NOT_YET;
  // Only values that a field has in so many words; of others the server says that it has none.
  const values = useQuery({
    queryKey: ['values', resource, field, typed],
    queryFn: () =>
      dataOf(
        api.GET('/api/v1/values', {
          params: { query: { resource, field: field ?? '', typed: typed.replace(/^"/, ''), limit: MOST } },
        }),
      ),
    enabled: isOn && field !== undefined,
    retry: false,
    staleTime: 60_000,
  });
  if (!isOn) return [];
  const known = (values.data?.values ?? []).map(({ value, count }) => ({
    from,
    to,
    text: valueWord(value),
    help: count.toLocaleString(i18n.language),
    isWhole: false,
  }));
  const written = suggestions
    .filter((one) => !known.some((other) => other.text === one.text))
    .map(({ text: word, help }) => ({ from, to, text: word, help: words.sentence(help), isWhole: false }));
  const before =
    text === ''
      ? recentQueries(list).map((query) => ({
          from: 0,
          to: 0,
          text: query,
          help: t('suggest.recent'),
          isWhole: true,
        }))
      : [];
  const corrected = fault
    ? [{ from: fault.from, to: fault.to, text: fault.suggestion, help: t('suggest.meant'), isWhole: true }]
    : [];
  return [...corrected, ...before, ...known, ...written].slice(0, MOST);
}
