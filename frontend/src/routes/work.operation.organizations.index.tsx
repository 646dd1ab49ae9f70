import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readQueue, type QueueSearch } from '@/features/operation/address';
import { OrganizationsPage } from '@/features/operation/OrganizationsPage';

export const Route = createFileRoute('/work/operation/organizations/')({
  validateSearch: (raw: QueueSearch & SearchSchemaInput): QueueSearch => readQueue({ ...raw }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { organizationsQuery } = await import('@/features/operation/queries');
    void context.client.prefetchInfiniteQuery(organizationsQuery(deps, context.locale()));
  },
  component: OrganizationsPage,
});
