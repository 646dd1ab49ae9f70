import type { LicenseRequestState, LicenseState } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Tag } from '@/ui/Tag';

type Tone = 'plain' | 'bloom' | 'leaf' | 'clay' | 'sky';

const REQUEST_TONES: Record<LicenseRequestState, Tone> = {
  SUBMITTED: 'sky',
  GRANTED: 'leaf',
  REJECTED: 'clay',
  WITHDRAWN: 'plain',
};

export function RequestStateTag({ state }: { state: LicenseRequestState }) {
  const label = useLabel();
  return <Tag tone={REQUEST_TONES[state]}>{label('LicenseRequestState', state)}</Tag>;
}

export function LicenseStateTag({ state }: { state: LicenseState }) {
  const label = useLabel();
  return <Tag tone={state === 'ACTIVE' ? 'leaf' : 'plain'}>{label('LicenseState', state)}</Tag>;
}

/** A party, or that it is nobody's business here. */
export function Party({ party }: { party: { name: string } | null | undefined }) {
  const t = useT();
  return party?.name ?? t('licensing.party.hidden');
}
