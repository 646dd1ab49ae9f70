import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';

import { asApiError } from './lib/error';
import { parseSearch, stringifySearch } from './lib/url';
import { routeTree } from './routeTree.gen';
import { NotFound } from './ui/NotFound';
import { ErrorBox, Skeleton } from './ui/States';

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client, locale: () => document.documentElement.lang },
    parseSearch: (text) => parseSearch(text),
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadDelay: 60,
    // The queries know how old is too old.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: () => <Skeleton lines={10} />,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => <ErrorBox error={asApiError(error)} onRetry={reset} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
