import { createFileRoute } from '@tanstack/react-router';

import { SizePage } from '@/features/settings/SizePage';

export const Route = createFileRoute('/work/organizations/$id/size')({
  loader: async ({ context, params }) => {
    const { sizeQuery } = await import('@/features/settings/queries');
    void context.client.prefetchQuery(sizeQuery(params.id, context.locale()));
  },
  component: SizePage,
});
