import { createFileRoute } from '@tanstack/react-router';

import { InboxPage } from '@/features/inbox/InboxPage';

export const Route = createFileRoute('/work/inbox')({
  loader: async ({ context }) => {
    const { inboxQuery } = await import('@/features/inbox/queries');
    void context.client.prefetchInfiniteQuery(inboxQuery(context.locale()));
  },
  component: InboxPage,
});
