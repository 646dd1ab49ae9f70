import { createFileRoute } from '@tanstack/react-router';

import { WorkbenchPage } from '@/features/workbench/WorkbenchPage';

export const Route = createFileRoute('/work/')({ component: WorkbenchPage });
