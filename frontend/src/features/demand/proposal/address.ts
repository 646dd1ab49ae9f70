import type { DemandProposalSide, DemandProposalStage, DemandProposalState } from '@/gql/graphql';

import { oneOf, told } from '@/lib/address';

export const STATES = ['OPEN', 'INTERESTED', 'PASSED', 'WITHDRAWN'] as const satisfies DemandProposalState[];
export const SIDES = ['OFFICE', 'OWNER'] as const satisfies DemandProposalSide[];
/** Where a proposal stands among those that an enterprise got. */
export const STAGES = ['NEW', 'SHORTLISTED', 'SET_ASIDE'] as const satisfies DemandProposalStage[];

/** What the address of the list of proposals says. */
export interface ProposalSearch {
  side?: DemandProposalSide;
  state?: DemandProposalState;
}

/** Reads it; what it does not understand is left out. */
export const readProposals = (raw: Record<string, unknown>): ProposalSearch =>
  told({ side: oneOf(SIDES, raw.side), state: oneOf(STATES, raw.state) });
