import { createFileRoute } from '@tanstack/react-router';

import { CasePage } from '@/features/advising/case/CasePage';

export const Route = createFileRoute('/work/cases/$id')({
  loader: async ({ context, params }) => {
    const { caseQuery } = await import('@/features/advising/case/queries');
    void context.client.prefetchQuery(caseQuery(params.id, context.locale()));
  },
  component: CasePage,
});
