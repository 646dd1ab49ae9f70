import { createFileRoute } from '@tanstack/react-router';

import { OrganizationPage } from '@/features/organization/OrganizationPage';

export const Route = createFileRoute('/orgs/$id')({
  loader: async ({ context, params }) => {
    const { organizationQuery } = await import('@/features/organization/queries');
    void context.client.prefetchQuery(organizationQuery(params.id, context.locale()));
  },
  component: OrganizationPage,
});
