import { createFileRoute } from '@tanstack/react-router';

import { JobsPage } from '@/features/operation/JobsPage';

export const Route = createFileRoute('/work/operation/jobs')({
  loader: async ({ context }) => {
    const { jobsQuery, powerQuery } = await import('@/features/operation/queries');
    void context.client.prefetchInfiniteQuery(jobsQuery(context.locale()));
    void context.client.prefetchQuery(powerQuery(context.locale()));
  },
  component: JobsPage,
});
