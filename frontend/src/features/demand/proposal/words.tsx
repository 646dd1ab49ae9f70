import type { DemandProposalState } from '@/gql/graphql';
import { useLabel } from '@/i18n';
import { Tag } from '@/ui/Tag';

const TONES: Record<DemandProposalState, 'plain' | 'bloom' | 'leaf' | 'clay'> = {
  OPEN: 'bloom',
  INTERESTED: 'leaf',
  PASSED: 'clay',
  WITHDRAWN: 'plain',
};

export function ProposalStateTag({ state }: { state: DemandProposalState }) {
  const label = useLabel();
  return <Tag tone={TONES[state]}>{label('DemandProposalState', state)}</Tag>;
}
