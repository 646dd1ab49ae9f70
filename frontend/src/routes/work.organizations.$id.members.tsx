import { createFileRoute } from '@tanstack/react-router';

import { MembersPage } from '@/features/settings/MembersPage';
import { membersQuery } from '@/features/settings/queries';

export const Route = createFileRoute('/work/organizations/$id/members')({
  loader: ({ context, params }) => void context.client.prefetchInfiniteQuery(membersQuery(params.id, context.locale())),
  component: MembersPage,
});
