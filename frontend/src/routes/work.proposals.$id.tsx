import { createFileRoute } from '@tanstack/react-router';

import { ProposalPage } from '@/features/demand/proposal/ProposalPage';

export const Route = createFileRoute('/work/proposals/$id')({
  component: ProposalPage,
});
