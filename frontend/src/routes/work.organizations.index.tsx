import { createFileRoute } from '@tanstack/react-router';

import { OrganizationsPage } from '@/features/settings/OrganizationsPage';
import { organizationsQuery } from '@/features/settings/queries';

export const Route = createFileRoute('/work/organizations/')({
  loader: ({ context }) => void context.client.prefetchQuery(organizationsQuery(context.locale())),
  component: OrganizationsPage,
});
