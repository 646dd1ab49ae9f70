import { createFileRoute } from '@tanstack/react-router';

import { viewerQuery } from '@/features/account';
import { queueQuery } from '@/features/listing/queries';
import { ReviewPage } from '@/features/listing/review/ReviewPage';

export const Route = createFileRoute('/work/review')({
  validateSearch: (raw: Record<string, unknown>): { at?: string | undefined } =>
    typeof raw.at === 'string' ? { at: raw.at } : {},
  loader: async ({ context }) => {
    const { viewer } = await context.client.ensureQueryData(viewerQuery(context.locale()));
    const organization = viewer?.memberships.find(({ organization }) => organization)?.organization;
    if (organization) void context.client.prefetchQuery(queueQuery(organization.id, context.locale()));
  },
  component: ReviewPage,
});
