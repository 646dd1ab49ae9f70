import { createFileRoute } from '@tanstack/react-router';

import { NewListingPage } from '@/features/listing/NewListingPage';

export const Route = createFileRoute('/work/listings/new')({
  validateSearch: (raw: Record<string, unknown>): { org?: string | undefined } =>
    typeof raw.org === 'string' ? { org: raw.org } : {},
  loader: async ({ context }) =>
    (await import('@/features/listing/ahead')).rulesAhead(context.client, context.locale()),
  component: NewListingPage,
});
