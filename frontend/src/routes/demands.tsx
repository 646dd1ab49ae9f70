import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readDemands, type DemandSearch } from '@/features/demand/address';
import { DemandsPage } from '@/features/demand/DemandsPage';

export const Route = createFileRoute('/demands')({
  // As it is: what was not understood is told on the page.
  validateSearch: (raw: DemandSearch & SearchSchemaInput): DemandSearch => raw,
  loaderDeps: ({ search }) => readDemands({ ...search }),
  loader: async ({ context, deps }) => {
    const { demandsQuery } = await import('@/features/demand/queries');
    void context.client.prefetchInfiniteQuery(demandsQuery(deps, context.locale()));
  },
  component: DemandsPage,
});
