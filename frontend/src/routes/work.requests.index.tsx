import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { REQUEST_STATES, readList, type RequestSearch } from '@/features/licensing/model';
import { requestsQuery } from '@/features/licensing/queries';
import { RequestsPage } from '@/features/licensing/RequestsPage';

export const Route = createFileRoute('/work/requests/')({
  validateSearch: (raw: RequestSearch & SearchSchemaInput): RequestSearch => readList({ ...raw }, REQUEST_STATES),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.client.prefetchInfiniteQuery(requestsQuery(deps, context.locale())),
  component: RequestsPage,
});
