import { createFileRoute } from '@tanstack/react-router';

import { powerQuery, userQuery } from '@/features/operation/queries';
import { UserPage } from '@/features/operation/UserPage';

export const Route = createFileRoute('/work/operation/users/$id')({
  loader: ({ context, params }) => {
    void context.client.prefetchQuery(userQuery(params.id, context.locale()));
    void context.client.prefetchQuery(powerQuery(context.locale()));
  },
  component: UserPage,
});
