// A frozen plan by its hash; what is in it never changes, the signatures under it do.
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client.ts';

export const usePlan = (hash: string) =>
  useQuery({
    queryKey: ['plan', hash],
    queryFn: () => dataOf(api.GET('/api/v1/plans/{hash}', { params: { path: { hash } } })),
  });
