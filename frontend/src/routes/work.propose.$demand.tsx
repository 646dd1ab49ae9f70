import { createFileRoute } from '@tanstack/react-router';

import { ProposePage } from '@/features/demand/proposal/ProposePage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/propose/$demand')({
  validateSearch: (raw: Record<string, unknown>): { listing?: string } =>
    typeof raw.listing === 'string' && raw.listing ? { listing: raw.listing } : {},
  beforeLoad: () => needArea('demand'),
  component: ProposePage,
});
