import { createFileRoute } from '@tanstack/react-router';

import { ApplyPage } from '@/features/licensing/ApplyPage';

export const Route = createFileRoute('/work/apply/$listing')({
  // Its own queries come with it: a visitor loads none of them.
  loader: async ({ context, params }) => {
    const { applyQuery } = await import('@/features/licensing/queries');
    void context.client.prefetchQuery(applyQuery(params.listing, context.locale()));
  },
  component: ApplyPage,
});
