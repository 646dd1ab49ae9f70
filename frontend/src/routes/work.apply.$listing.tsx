import { createFileRoute } from '@tanstack/react-router';

import { ApplyPage } from '@/features/licensing/ApplyPage';
import { applyQuery } from '@/features/licensing/queries';

export const Route = createFileRoute('/work/apply/$listing')({
  loader: ({ context, params }) => void context.client.prefetchQuery(applyQuery(params.listing, context.locale())),
  component: ApplyPage,
});
