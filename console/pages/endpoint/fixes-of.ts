// What is to be done on one endpoint: its patches, the most urgent first.
import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client.ts';

/** The query that finds what one endpoint has. */
export const onEndpoint = (name: string): string => `endpoint:"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

export const fixesOf = (name: string, place: { readonly skip: number; readonly limit: number }) =>
  queryOptions({
    queryKey: ['patches', onEndpoint(name), place],
    queryFn: () => dataOf(api.GET('/api/v1/patches', { params: { query: { ...place, q: onEndpoint(name) } } })),
  });
