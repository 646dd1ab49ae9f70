import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { REQUEST_STATES, readList, type RequestSearch } from '@/features/licensing/search';
import { RequestsPage } from '@/features/licensing/RequestsPage';

export const Route = createFileRoute('/work/requests/')({
  validateSearch: (raw: RequestSearch & SearchSchemaInput): RequestSearch => readList({ ...raw }, REQUEST_STATES),
  loaderDeps: ({ search }) => search,
  // Its own queries come with it: a visitor loads none of them.
  loader: async ({ context, deps }) => {
    const { requestsQuery } = await import('@/features/licensing/queries');
    void context.client.prefetchInfiniteQuery(requestsQuery(deps, context.locale()));
  },
  component: RequestsPage,
});
