import { createFileRoute } from '@tanstack/react-router';

import { inboxQuery } from '@/features/inbox';
import { InboxPage } from '@/features/inbox/InboxPage';

export const Route = createFileRoute('/work/inbox')({
  loader: ({ context }) => void context.client.prefetchInfiniteQuery(inboxQuery(context.locale())),
  component: InboxPage,
});
