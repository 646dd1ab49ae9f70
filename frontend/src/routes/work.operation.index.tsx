import { createFileRoute } from '@tanstack/react-router';

import { DashboardPage } from '@/features/operation/DashboardPage';

export const Route = createFileRoute('/work/operation/')({
  loader: async ({ context }) => {
    const { dashboardQuery } = await import('@/features/operation/queries');
    void context.client.prefetchQuery(dashboardQuery(context.locale()));
  },
  component: DashboardPage,
});
