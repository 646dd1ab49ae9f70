import { createFileRoute } from '@tanstack/react-router';

import { JobsPage } from '@/features/operation/JobsPage';
import { jobsQuery, powerQuery } from '@/features/operation/queries';

export const Route = createFileRoute('/work/operation/jobs')({
  loader: ({ context }) => {
    void context.client.prefetchInfiniteQuery(jobsQuery(context.locale()));
    void context.client.prefetchQuery(powerQuery(context.locale()));
  },
  component: JobsPage,
});
