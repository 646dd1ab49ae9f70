import { createFileRoute } from '@tanstack/react-router';

import { RequestPage } from '@/features/licensing/RequestPage';

export const Route = createFileRoute('/work/requests/$id')({
  // Its own queries come with it: a visitor loads none of them.
  loader: async ({ context, params }) => {
    const { requestQuery } = await import('@/features/licensing/queries');
    void context.client.prefetchQuery(requestQuery(params.id, context.locale()));
  },
  component: RequestPage,
});
