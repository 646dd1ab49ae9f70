import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readProposals, type ProposalSearch } from '@/features/demand/proposal/address';
import { ProposalsPage } from '@/features/demand/proposal/ProposalsPage';

export const Route = createFileRoute('/work/proposals/')({
  validateSearch: (raw: ProposalSearch & SearchSchemaInput): ProposalSearch => readProposals({ ...raw }),
  component: ProposalsPage,
});
