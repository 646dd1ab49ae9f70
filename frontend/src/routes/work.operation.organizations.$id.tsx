import { createFileRoute } from '@tanstack/react-router';

import { OrganizationPage } from '@/features/operation/OrganizationPage';

export const Route = createFileRoute('/work/operation/organizations/$id')({
  loader: async ({ context, params }) => {
    const { organizationQuery } = await import('@/features/operation/queries');
    void context.client.prefetchQuery(organizationQuery(params.id, context.locale()));
  },
  component: OrganizationPage,
});
