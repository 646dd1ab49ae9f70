import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { ListingPage } from '@/features/listing/ListingPage';
import { readPageTab, type PageTab } from '@/features/listing/pageTabs';
import { editorQuery } from '@/features/listing/queries';

export const Route = createFileRoute('/work/listings/$id')({
  validateSearch: (raw: { tab?: PageTab } & SearchSchemaInput) => readPageTab(raw),
  loader: ({ context, params }) => void context.client.prefetchQuery(editorQuery(params.id, context.locale())),
  component: ListingPage,
});
