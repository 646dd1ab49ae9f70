import { createFileRoute } from '@tanstack/react-router';

import { NewPlatformPage } from '@/features/platform/work/EditPlatformPage';

export const Route = createFileRoute('/work/platforms/new')({
  validateSearch: (raw: Record<string, unknown>): { org?: string | undefined } =>
    typeof raw.org === 'string' ? { org: raw.org } : {},
  component: NewPlatformPage,
});
