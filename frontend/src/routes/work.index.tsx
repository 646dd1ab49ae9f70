import { createFileRoute } from '@tanstack/react-router';

import { loadWorkbench } from '@/features/workbench/queries';
import { WorkbenchPage } from '@/features/workbench/WorkbenchPage';

export const Route = createFileRoute('/work/')({
  loader: ({ context }) => loadWorkbench(context.client, context.locale()),
  component: WorkbenchPage,
});
