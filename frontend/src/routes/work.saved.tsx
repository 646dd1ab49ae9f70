import { createFileRoute } from '@tanstack/react-router';

import { SavedPage } from '@/features/saved/SavedPage';

export const Route = createFileRoute('/work/saved')({
  loader: async ({ context }) => {
    const { savedQuery } = await import('@/features/saved/queries');
    void context.client.prefetchQuery(savedQuery(context.locale()));
  },
  component: SavedPage,
});
