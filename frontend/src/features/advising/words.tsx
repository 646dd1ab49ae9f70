import { Link } from '@tanstack/react-router';

import type { AdvisorState, CaseState, IntroductionState, OutcomeState } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Tag } from '@/ui/Tag';

type Tone = 'plain' | 'bloom' | 'leaf' | 'clay' | 'sky';

const CASE: Record<CaseState, Tone> = {
  OPEN: 'bloom',
  ASSIGNED: 'bloom',
  ACCEPTED: 'sky',
  IN_SERVICE: 'sky',
  MATCHED: 'sky',
  CONTRACTED: 'leaf',
  TRACKING: 'leaf',
  CLOSED_SUCCESS: 'leaf',
  CLOSED_NO_FIT: 'plain',
  CLOSED_WITHDRAWN: 'plain',
};

/** Where a case stands; of one whose mandate is over, that is all that is said. */
export function CaseStateTag({ state }: { state: CaseState | null }) {
  const t = useT();
  const label = useLabel();
  if (!state) return <Tag>{t('advising.mark.notesOnly')}</Tag>;
  return <Tag tone={CASE[state]}>{label('CaseState', state)}</Tag>;
}

const INTRODUCTION: Record<IntroductionState, Tone> = { RECORDED: 'bloom', CONFIRMED: 'leaf', DISPUTED: 'clay' };

export function IntroductionStateTag({ state }: { state: IntroductionState }) {
  const label = useLabel();
  return <Tag tone={INTRODUCTION[state]}>{label('IntroductionState', state)}</Tag>;
}

const OUTCOME: Record<OutcomeState, Tone> = { FILED: 'bloom', CONFIRMED: 'sky', VALIDATED: 'leaf', REFUSED: 'clay' };

export function OutcomeStateTag({ state }: { state: OutcomeState }) {
  const label = useLabel();
  return <Tag tone={OUTCOME[state]}>{label('OutcomeState', state)}</Tag>;
}

/** What is to be done, in words: follow-ups that the platform set are named by their distance from the contract, or from a payment,
 * or by the day on which a duty to serve ends. */
export function useTaskWords(): (text: string) => string {
  const t = useT();
  const { date } = useFormats();
  return (text) => {
    const months = /^T\+(\d{1,2})M$/.exec(text)?.[1];
    if (months) return t('advising.tasks.after', { months: Number(months) });
    const duty = /^DUTY (\d{4}-\d{2}-\d{2})$/.exec(text)?.[1];
    if (duty) return t('advising.tasks.duty', { date: date(duty) });
    const [, days, due] = /^D-(\d{1,3}) (\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
    return days && due ? t('advising.tasks.before', { days: Number(days), date: date(due) }) : text;
  };
}

/** An organization by name, with the way to it; a dash for one that is not shown. */
export function Party({ party }: { party: { id: string; name: string } | null | undefined }) {
  if (!party) return '–';
  return (
    <Link to="/orgs/$id" params={{ id: party.id }}>
      {party.name}
    </Link>
  );
}

const ADVISOR: Record<AdvisorState, Tone> = {
  APPLIED: 'bloom',
  VETTED: 'bloom',
  ACTIVE: 'leaf',
  PAUSED: 'sky',
  ENDED: 'plain',
  REMOVED: 'clay',
};

export function AdvisorStateTag({ state }: { state: AdvisorState }) {
  const label = useLabel();
  return <Tag tone={ADVISOR[state]}>{label('AdvisorState', state)}</Tag>;
}
