import { createFileRoute } from '@tanstack/react-router';

import { RequestPage } from '@/features/licensing/RequestPage';
import { requestQuery } from '@/features/licensing/queries';

export const Route = createFileRoute('/work/requests/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(requestQuery(params.id, context.locale())),
  component: RequestPage,
});
