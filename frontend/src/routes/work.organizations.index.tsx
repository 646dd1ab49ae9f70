import { createFileRoute } from '@tanstack/react-router';

import { OrganizationsPage } from '@/features/settings/OrganizationsPage';

export const Route = createFileRoute('/work/organizations/')({
  loader: async ({ context }) => {
    const { organizationsQuery } = await import('@/features/settings/queries');
    void context.client.prefetchQuery(organizationsQuery(context.locale()));
  },
  component: OrganizationsPage,
});
