// What has a name and is gone to from the search: endpoints, deployments, source packages with a fix.
import { useQuery } from '@tanstack/react-query';
import type { NavigateOptions } from '@tanstack/react-router';
import { api, dataOf } from '../api/client.ts';
import { useMay } from '../api/me.ts';
import { valueWord } from '../components/query-words.ts';

export interface Thing {
  readonly key: string;
  readonly name: string;
  readonly kind: 'endpoint' | 'deployment' | 'fix';
  readonly to: NavigateOptions;
}

const ENDPOINTS = 8;
const OTHERS = 4;
/** Deployments are found by name among the latest. */
const LATEST = 200;

/** `asked`: any part of a name, in letters of any size. Nothing for less than two letters. */
export function useThings(
  asked: string,
  isOn: boolean,
): { readonly things: readonly Thing[]; readonly isFetching: boolean } {
  const mayLook = useMay('deployment.read');
  const isAsked = isOn && asked.length > 1;
  const word = asked.replaceAll(/["\\*]/g, '');
  const endpoints = useQuery({
    queryKey: ['palette', 'endpoints', asked],
    enabled: isAsked,
    // A word by itself is any part of a name; quoted, whatever it is.
    queryFn: () => dataOf(api.GET('/api/v1/endpoints', { params: { query: { q: `"${word}"`, limit: ENDPOINTS } } })),
  });
  const fixes = useQuery({
    queryKey: ['palette', 'fixes', asked],
    enabled: isAsked && /^[\w.+-]+$/.test(word),
    queryFn: () => dataOf(api.GET('/api/v1/patches', { params: { query: { q: `source:*${word}*`, limit: OTHERS } } })),
  });
  const deployments = useQuery({
    queryKey: ['deployments', 'all', 'palette'],
    enabled: isAsked && mayLook,
    queryFn: () => dataOf(api.GET('/api/v1/deployments', { params: { query: { of: 'all', limit: LATEST } } })),
  });
  const small = asked.toLowerCase();
  const sources = [...new Set(fixes.data?.items.map(({ source }) => source))];
  const things: readonly Thing[] = isAsked
    ? [
        ...(endpoints.data?.items ?? []).map(({ id, name }): Thing => ({
          key: id,
          name,
          kind: 'endpoint',
          to: { to: '/endpoints/$id', params: { id } },
        })),
        ...(deployments.data?.items ?? [])
          .filter(({ name }) => name.toLowerCase().includes(small))
          .slice(0, OTHERS)
          .map(({ id, name }): Thing => ({
            key: id,
            name,
            kind: 'deployment',
            to: { to: '/deployments/$id', params: { id } },
          })),
        ...sources.map((source): Thing => ({
          key: `fix ${source}`,
          name: source,
          kind: 'fix',
          to: { to: '/patches', search: { q: `source:${valueWord(source)}` } },
        })),
      ]
    : [];
  return { things, isFetching: [endpoints, fixes, deployments].some((each) => each.isFetching) };
}
