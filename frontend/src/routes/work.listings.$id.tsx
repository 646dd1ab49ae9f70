import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { ListingPage } from '@/features/listing/ListingPage';
import { readPageTab, type Layer, type PageTab } from '@/features/listing/pageTabs';

export const Route = createFileRoute('/work/listings/$id')({
  validateSearch: (raw: { tab?: PageTab; layer?: Layer } & SearchSchemaInput) => readPageTab(raw),
  loader: async ({ context, params }) =>
    (await import('@/features/listing/ahead')).listingAhead(context.client, context.locale(), params.id),
  component: ListingPage,
});
