import { createFileRoute } from '@tanstack/react-router';

import { PlatformPage } from '@/features/platform/PlatformPage';

export const Route = createFileRoute('/platforms/$id')({
  loader: async ({ context, params }) => {
    const { platformQuery } = await import('@/features/platform/queries');
    void context.client.prefetchQuery(platformQuery(params.id, context.locale()));
  },
  component: PlatformPage,
});
