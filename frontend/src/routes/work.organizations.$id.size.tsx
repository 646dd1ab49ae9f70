import { createFileRoute } from '@tanstack/react-router';

import { sizeQuery } from '@/features/settings/queries';
import { SizePage } from '@/features/settings/SizePage';

export const Route = createFileRoute('/work/organizations/$id/size')({
  loader: ({ context, params }) => void context.client.prefetchQuery(sizeQuery(params.id, context.locale())),
  component: SizePage,
});
