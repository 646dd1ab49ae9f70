import { createFileRoute } from '@tanstack/react-router';

import { OrganizationFrame } from '@/features/settings/OrganizationFrame';

export const Route = createFileRoute('/work/organizations/$id')({
  loader: async ({ context, params }) => {
    const { organizationQuery } = await import('@/features/settings/queries');
    void context.client.prefetchQuery(organizationQuery(params.id, context.locale()));
  },
  component: OrganizationFrame,
});
