import { createFileRoute } from '@tanstack/react-router';

import { UserPage } from '@/features/operation/UserPage';

export const Route = createFileRoute('/work/operation/users/$id')({
  loader: async ({ context, params }) => {
    const { powerQuery, userQuery } = await import('@/features/operation/queries');
    void context.client.prefetchQuery(userQuery(params.id, context.locale()));
    void context.client.prefetchQuery(powerQuery(context.locale()));
  },
  component: UserPage,
});
