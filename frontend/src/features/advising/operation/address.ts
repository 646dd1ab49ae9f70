import { oneOf, told, type Raw } from '@/lib/address';

export const SHOWN = ['appointed', 'waiting', 'over', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface AdvisorsSearch {
  show?: Shown;
}

/** Which outcomes an operator looks at. */
export const OUTCOMES = ['waiting', 'filed', 'decided'] as const;
export type OutcomesShown = (typeof OUTCOMES)[number];

export interface OutcomesSearch {
  show?: OutcomesShown;
}

export const readOutcomes = (raw: Raw): OutcomesSearch => {
  const show = oneOf(OUTCOMES, raw.show);
  return told({ show: show === 'waiting' ? undefined : show });
};

/** Which advisors an operator looks at. */
export const readAdvisors = (raw: Raw): AdvisorsSearch => {
  const show = oneOf(SHOWN, raw.show);
  return told({ show: show === 'appointed' ? undefined : show });
};
