import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { LICENSE_STATES, readList, type LicenseSearch } from '@/features/licensing/model';
import { licensesQuery } from '@/features/licensing/queries';
import { LicensesPage } from '@/features/licensing/LicensesPage';

export const Route = createFileRoute('/work/licenses/')({
  validateSearch: (raw: LicenseSearch & SearchSchemaInput): LicenseSearch => readList({ ...raw }, LICENSE_STATES),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.client.prefetchInfiniteQuery(licensesQuery(deps, context.locale())),
  component: LicensesPage,
});
