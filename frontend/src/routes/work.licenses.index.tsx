import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { LICENSE_STATES, readList, type LicenseSearch } from '@/features/licensing/search';
import { LicensesPage } from '@/features/licensing/LicensesPage';

export const Route = createFileRoute('/work/licenses/')({
  validateSearch: (raw: LicenseSearch & SearchSchemaInput): LicenseSearch => readList({ ...raw }, LICENSE_STATES),
  loaderDeps: ({ search }) => search,
  // Its own queries come with it: a visitor loads none of them.
  loader: async ({ context, deps }) => {
    const { licensesQuery } = await import('@/features/licensing/queries');
    void context.client.prefetchInfiniteQuery(licensesQuery(deps, context.locale()));
  },
  component: LicensesPage,
});
