import { createFileRoute } from '@tanstack/react-router';

import { OrganizationPage } from '@/features/operation/OrganizationPage';
import { organizationQuery } from '@/features/operation/queries';

export const Route = createFileRoute('/work/operation/organizations/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(organizationQuery(params.id, context.locale())),
  component: OrganizationPage,
});
