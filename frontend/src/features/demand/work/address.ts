import type { DemandProposalStage } from '@/gql/graphql';
import { oneOf, told, wordsIn } from '@/lib/address';

import { STAGES } from '../proposal/address';

/** The parts of an enterprise's list of demands. */
export const TABS = ['ALL', 'DRAFT', 'SUBMITTED', 'PUBLISHED', 'CHANGED', 'SUSPENDED', 'OVER'] as const;
export type Tab = (typeof TABS)[number];

/** What the address of that list says. */
export interface OwnSearch {
  tab?: Tab;
  q?: string;
  /** Whose demands, for somebody in more than one enterprise. */
  org?: string;
}

/** The tab that is open if the address says none. */
const usual = <Value extends string>(value: Value | undefined, first: Value): Value | undefined =>
  value === first ? undefined : value;

/** Reads the address; what it does not understand is left out. */
export const readOwn = (raw: Record<string, unknown>): OwnSearch =>
  told({ tab: usual(oneOf(TABS, raw.tab), 'ALL'), q: wordsIn(raw.q), org: wordsIn(raw.org) });

/** The parts of the page of a demand. */
export const PARTS = ['overview', 'matches', 'proposals', 'changes', 'splits'] as const;
export type Part = (typeof PARTS)[number];

/** What of the matches one looks at, if not all: what nobody has judged yet, what was liked, what was put aside. */
export const SHOWS = ['new', 'liked', 'refused'] as const;
export type Show = (typeof SHOWS)[number];
/** In which order, if not by score. */
export const ORDERS = ['newest'] as const;
export type Order = (typeof ORDERS)[number];

export interface PartSearch {
  part?: Part;
  /** Which of the proposals that wait for an answer. */
  stage?: DemandProposalStage;
  show?: Show;
  order?: Order;
}

export const readPart = (raw: Record<string, unknown>): PartSearch => {
  const part = usual(oneOf(PARTS, raw.part), 'overview');
  return told({
    part,
    ...(part === 'proposals' ? { stage: oneOf(STAGES, raw.stage) } : {}),
    ...(part === 'matches' ? { show: oneOf(SHOWS, raw.show), order: oneOf(ORDERS, raw.order) } : {}),
  });
};

/** Which part of the demands an operator looks at. */
export const SHOWN = ['new', 'changed', 'published', 'suspended', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface QueueSearch {
  show?: Shown;
  q?: string;
}

/** Reads the address of the operator's list. */
export const readQueue = (raw: Record<string, unknown>): QueueSearch =>
  told({ show: usual(oneOf(SHOWN, raw.show), 'new'), q: wordsIn(raw.q) });

/** The steps of the form. */
export const STEPS = ['problem', 'terms', 'visibility', 'preview'] as const;
export type Step = (typeof STEPS)[number];

export const readStep = (raw: Record<string, unknown>): { step?: Step } =>
  told({ step: usual(oneOf(STEPS, raw.step), 'problem') });
