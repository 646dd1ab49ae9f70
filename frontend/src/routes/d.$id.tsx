import { createFileRoute } from '@tanstack/react-router';

import { DemandPage } from '@/features/demand/DemandPage';

export const Route = createFileRoute('/d/$id')({
  loader: async ({ context, params }) => {
    const { demandQuery } = await import('@/features/demand/queries');
    void context.client.prefetchQuery(demandQuery(params.id, context.locale()));
  },
  component: DemandPage,
});
