// Who is signed in, asked once and again when the server says that nobody is.
import { useQuery } from '@tanstack/react-query';
import { api, dataOf, Refused } from './client.ts';

export const ME = ['me'] as const;

export const meQuery = {
  queryKey: ME,
  queryFn: () => dataOf(api.GET('/api/v1/me')),
  staleTime: 5 * 60_000,
};

export const useMe = () => useQuery(meQuery);

export const isNobody = (error: Error | null): boolean => error instanceof Refused && error.problem?.status === 401;

/** Whether who is signed in has a permission; false while nobody knows. */
export function useMay(permission: string): boolean {
  return useMe().data?.permissions.includes(permission) === true;
}
