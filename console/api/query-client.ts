// How answers are kept: shown while they are looked at anew, and not asked for again where the server said no.
import { QueryClient } from '@tanstack/react-query';
import { Refused } from './client.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What a person looks at does not vanish because the server is away for a moment.
      gcTime: 30 * 60_000,
      retry: (failures, error) => !(error instanceof Refused && error.problem !== undefined) && failures < 3,
    },
  },
});
