import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { ListingTablePage } from '@/features/listing/ListingTablePage';
import { readView, type View } from '@/features/listing/view';

export const Route = createFileRoute('/work/listings/')({
  validateSearch: (raw: Partial<View> & SearchSchemaInput): View => readView({ ...raw }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) =>
    (await import('@/features/listing/ahead')).tableAhead(context.client, context.locale(), deps),
  component: ListingTablePage,
});
