import { createFileRoute } from '@tanstack/react-router';

import { ProposePage } from '@/features/demand/proposal/ProposePage';
import { needArea } from '@/i18n';

export const Route = createFileRoute('/work/propose/$demand')({
  beforeLoad: () => needArea('demand'),
  component: ProposePage,
});
