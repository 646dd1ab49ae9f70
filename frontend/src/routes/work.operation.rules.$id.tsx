import { createFileRoute } from '@tanstack/react-router';

import { RulePage } from '@/features/operation/RulePage';

export const Route = createFileRoute('/work/operation/rules/$id')({
  loader: async ({ context, params }) => {
    const { ruleQuery } = await import('@/features/operation/queries');
    void context.client.prefetchQuery(ruleQuery(params.id, context.locale()));
  },
  component: RulePage,
});
