// Names of the people behind ids, for who may see the users; for others an id stays an id.
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from './client.ts';
import { useMay, useMe } from './me.ts';

/** Of `user:UUID` as the audit and tokens name people; anything else stays as it is. */
export function useNames(): (actor: string) => string {
  const may = useMay('user.read');
  const me = useMe();
  const users = useQuery({
    queryKey: ['users', 'names'],
    enabled: may,
    queryFn: () => dataOf(api.GET('/api/v1/users', { params: { query: { limit: 1000 } } })),
    staleTime: 60_000,
  });
  return (actor) => {
    const id = /^user:(.+)$/.exec(actor)?.[1];
    if (id === undefined) return actor;
    if (id === me.data?.account) return me.data.name;
    return users.data?.items.find((user) => user.id === id)?.name ?? actor;
  };
}
