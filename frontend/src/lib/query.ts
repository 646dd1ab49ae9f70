import { QueryClient } from '@tanstack/react-query';

import { asApiError } from './error';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Going back shows what was there, with its scroll position.
        gcTime: 15 * 60_000,
        retry: (count, error) => count < 1 && asApiError(error).isPassing,
        retryDelay: 600,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
