import { createFileRoute } from '@tanstack/react-router';

import { LicensePage } from '@/features/licensing/LicensePage';

export const Route = createFileRoute('/work/licenses/$id')({
  // Its own queries come with it: a visitor loads none of them.
  loader: async ({ context, params }) => {
    const { licenseQuery } = await import('@/features/licensing/queries');
    void context.client.prefetchQuery(licenseQuery(params.id, context.locale()));
  },
  component: LicensePage,
});
