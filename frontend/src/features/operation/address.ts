import type { ListingState } from '@/gql/graphql';
import { oneOf, told, wordsIn, type Raw } from '@/lib/address';

/** A day as a date field writes it; what cannot be one is left out. */
const day = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/** Which part of the organizations an operator looks at. */
export const SHOWN = ['waiting', 'changing', 'rejected', 'verified', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface QueueSearch {
  show?: Shown;
  q?: string;
}

export const readQueue = (raw: Raw): QueueSearch => told({ show: oneOf(SHOWN, raw.show), q: wordsIn(raw.q) });

export interface UsersSearch {
  q?: string;
  org?: string;
}

export const readUsers = (raw: Raw): UsersSearch => told({ q: wordsIn(raw.q), org: wordsIn(raw.org) });

/** States of listings in the order of their life. */
export const STATES = [
  'PUBLISHED',
  'SUSPENDED',
  'DRAFT',
  'SUBMITTED',
  'APPROVED',
  'WITHDRAWN',
  'EXPIRED',
  'TRANSFERRED',
] as const satisfies readonly ListingState[];

export interface ModerationSearch {
  state?: ListingState;
  q?: string;
  org?: string;
}

export const readModeration = (raw: Raw): ModerationSearch =>
  told({ state: oneOf(STATES, raw.state), q: wordsIn(raw.q), org: wordsIn(raw.org) });

/** The beginnings of the names of rules that have a label. */
export const AREAS = [
  'ufpl',
  'licensing',
  'listing',
  'open_license',
  'pricing',
  'patent',
  'right',
  'valuation',
  'income_share',
  'tax',
  'enterprise_size',
  'organization',
  'advising',
  'crossborder',
  'customs',
  'data_export',
  'calendar',
  'money',
] as const;
export type RuleArea = (typeof AREAS)[number];

export interface RulesSearch {
  area?: RuleArea;
  /** The day of the list; today when left out. */
  on?: string;
  /** The day that it is compared with. */
  with?: string;
}

export const readRules = (raw: Raw): RulesSearch =>
  told({ area: oneOf(AREAS, raw.area), on: day(raw.on), with: day(raw.with) });

export interface AuditSearch {
  org?: string;
  entity?: string;
}

export const readAudit = (raw: Raw): AuditSearch => told({ org: wordsIn(raw.org), entity: wordsIn(raw.entity) });
