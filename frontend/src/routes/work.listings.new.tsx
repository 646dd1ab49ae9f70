import { createFileRoute } from '@tanstack/react-router';

import { NewListingPage } from '@/features/listing/NewListingPage';
import { rulesQuery } from '@/features/listing/queries';

export const Route = createFileRoute('/work/listings/new')({
  validateSearch: (raw: Record<string, unknown>): { org?: string | undefined } =>
    typeof raw.org === 'string' ? { org: raw.org } : {},
  loader: ({ context }) => void context.client.prefetchQuery(rulesQuery(context.locale())),
  component: NewListingPage,
});
