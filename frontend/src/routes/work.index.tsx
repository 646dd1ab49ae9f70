import { createFileRoute } from '@tanstack/react-router';

import { WorkbenchPage } from '@/features/workbench/WorkbenchPage';

export const Route = createFileRoute('/work/')({
  // Loaders come with the first page of everybody: what they need of theirs does not.
  loader: async ({ context }) => {
    const { loadWorkbench } = await import('@/features/workbench/queries');
    await loadWorkbench(context.client, context.locale());
  },
  component: WorkbenchPage,
});
