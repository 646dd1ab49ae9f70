import { createFileRoute } from '@tanstack/react-router';

import { OrganizationPage } from '@/features/organization/OrganizationPage';
import { organizationQuery } from '@/features/organization/queries';

export const Route = createFileRoute('/orgs/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(organizationQuery(params.id, context.locale())),
  component: OrganizationPage,
});
