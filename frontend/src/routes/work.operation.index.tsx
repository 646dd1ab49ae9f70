import { createFileRoute } from '@tanstack/react-router';

import { DashboardPage } from '@/features/operation/DashboardPage';
import { dashboardQuery } from '@/features/operation/queries';

export const Route = createFileRoute('/work/operation/')({
  loader: ({ context }) => void context.client.prefetchQuery(dashboardQuery(context.locale())),
  component: DashboardPage,
});
