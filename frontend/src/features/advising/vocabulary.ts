import type {
  AdvisorGrade,
  CaseFeeKind,
  ConflictHandling,
  ConflictKind,
  MandateScope,
  OutcomeKind,
  ServiceLogKind,
  ServiceLogPlace,
  ServiceLogVisibility,
  WorkingLanguage,
} from '@/gql/graphql';
import { all } from '@/lib/vocabulary';

/* What can be chosen, in the order in which one thinks of it. */

export const NOTE_KINDS = all<ServiceLogKind>({
  INTAKE: true,
  DIAGNOSIS: true,
  DEMAND_DRAFT: true,
  SEARCH: true,
  INTRODUCTION: true,
  TRIAL_DESIGN: true,
  TERMS: true,
  REGISTRATION: true,
  FINANCE_POLICY: true,
  FOLLOW_UP: true,
  CLOSE: true,
});
export const PLACES = all<ServiceLogPlace>({ ONSITE: true, ONLINE: true });
export const READERS = all<ServiceLogVisibility>({ CLIENT: true, OWN: true });
export const TIES = all<ConflictKind>({
  EMPLOYMENT: true,
  EQUITY: true,
  FAMILY: true,
  INVENTOR: true,
  SUPERVISION: true,
  CONSULTING: true,
});
export const HANDLINGS = all<ConflictHandling>({ RECUSE: true, DISCLOSE_AND_CONSENT: true });
export const OUTCOMES = all<OutcomeKind>({
  LICENSE: true,
  ASSIGNMENT: true,
  DEVELOPMENT: true,
  CONSULTING: true,
  SERVICE: true,
});
export const SCOPES = all<MandateScope>({ DEMANDS: true, INTRODUCTIONS: true, CONTRACTS: true });
export const GRADES = all<AdvisorGrade>({ JUNIOR: true, INTERMEDIATE: true, SENIOR: true });
export const FEES = all<CaseFeeKind>({ FEE: true, SUBSIDY: true });
export const LANGUAGES = all<WorkingLanguage>({
  CHINESE: true,
  ENGLISH: true,
  JAPANESE: true,
  KOREAN: true,
  GERMAN: true,
  FRENCH: true,
  RUSSIAN: true,
  SPANISH: true,
  PORTUGUESE: true,
  ARABIC: true,
});
