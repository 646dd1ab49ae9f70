import { createFileRoute } from '@tanstack/react-router';

import { NewDemandPage } from '@/features/demand/editor/NewDemandPage';

export const Route = createFileRoute('/work/demands/new')({
  validateSearch: (raw: Record<string, unknown>): { org?: string | undefined; case?: string | undefined } => ({
    ...(typeof raw.org === 'string' ? { org: raw.org } : {}),
    ...(typeof raw.case === 'string' ? { case: raw.case } : {}),
  }),
  component: NewDemandPage,
});
