import { oneOf, told, type Raw } from '@/lib/address';

/** The parts of an enterprise's, or an office's, page about advisors. */
export const CASE_TABS = ['open', 'closed'] as const;
export type CaseTab = (typeof CASE_TABS)[number];

export interface CasesSearch {
  tab?: CaseTab;
}

export const readCases = (raw: Raw): CasesSearch =>
  told({ tab: oneOf(CASE_TABS, raw.tab) === 'closed' ? ('closed' as const) : undefined });

export const ADVISOR_TABS = ['advisors', 'mandates'] as const;
export type AdvisorTab = (typeof ADVISOR_TABS)[number];

export interface AdvisorsSearch {
  tab?: AdvisorTab;
}

export const readAdvisors = (raw: Raw): AdvisorsSearch =>
  told({ tab: oneOf(ADVISOR_TABS, raw.tab) === 'mandates' ? ('mandates' as const) : undefined });

export const ANSWER_TABS = ['introductions', 'outcomes', 'ties'] as const;
export type AnswerTab = (typeof ANSWER_TABS)[number];

export interface AnswersSearch {
  tab?: AnswerTab;
}

export const readAnswers = (raw: Raw): AnswersSearch => {
  const tab = oneOf(ANSWER_TABS, raw.tab);
  return told({ tab: tab === 'introductions' ? undefined : tab });
};
