import { createFileRoute } from '@tanstack/react-router';

import { OwnPlatformsPage } from '@/features/platform/work/OwnPlatformsPage';

export const Route = createFileRoute('/work/platforms/')({
  validateSearch: (raw: Record<string, unknown>): { org?: string | undefined } =>
    typeof raw.org === 'string' ? { org: raw.org } : {},
  component: OwnPlatformsPage,
});
