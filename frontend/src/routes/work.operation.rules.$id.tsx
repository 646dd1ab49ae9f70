import { createFileRoute } from '@tanstack/react-router';

import { ruleQuery } from '@/features/operation/queries';
import { RulePage } from '@/features/operation/RulePage';

export const Route = createFileRoute('/work/operation/rules/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(ruleQuery(params.id, context.locale())),
  component: RulePage,
});
