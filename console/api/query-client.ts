// How answers are kept: shown while they are looked at anew, and not asked for again where the server said no.
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Refused } from './client.ts';
import { isNobody, ME } from './me.ts';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      // The session has ended: the shell asks to sign in.
      if (isNobody(error) && queryKey[0] !== ME[0]) void queryClient.resetQueries({ queryKey: ME });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What a person looks at does not vanish because the server is away for a moment.
      gcTime: 30 * 60_000,
      retry: (failures, error) => !(error instanceof Refused && error.problem !== undefined) && failures < 3,
    },
  },
});
