import { createFileRoute } from '@tanstack/react-router';

import { MembersPage } from '@/features/settings/MembersPage';

export const Route = createFileRoute('/work/organizations/$id/members')({
  loader: async ({ context, params }) => {
    const { membersQuery } = await import('@/features/settings/queries');
    void context.client.prefetchInfiniteQuery(membersQuery(params.id, context.locale()));
  },
  component: MembersPage,
});
