import { createFileRoute } from '@tanstack/react-router';

import { OrganizationFrame } from '@/features/settings/OrganizationFrame';
import { organizationQuery } from '@/features/settings/queries';

export const Route = createFileRoute('/work/organizations/$id')({
  loader: ({ context, params }) => void context.client.prefetchQuery(organizationQuery(params.id, context.locale())),
  component: OrganizationFrame,
});
