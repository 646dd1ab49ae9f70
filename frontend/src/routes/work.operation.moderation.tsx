import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readModeration, type ModerationSearch } from '@/features/operation/address';
import { ModerationPage } from '@/features/operation/ModerationPage';

export const Route = createFileRoute('/work/operation/moderation')({
  validateSearch: (raw: ModerationSearch & SearchSchemaInput): ModerationSearch => readModeration({ ...raw }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { listingsQuery } = await import('@/features/operation/queries');
    void context.client.prefetchInfiniteQuery(listingsQuery(deps, context.locale()));
  },
  component: ModerationPage,
});
