import { hrefOf, type Way } from '@/features/work';
import type { WorkbenchCasesQuery, WorkbenchDemandsQuery, WorkbenchQuery } from '@/gql/graphql';
import type { Amount } from '@/lib/money';
import type { TwoTongues } from '@/lib/text';

import { daysAfter } from './day';

/** What was found out for the workbench, and on which day in China. */
export interface Found {
  work: WorkbenchQuery;
  /** For people of an enterprise. */
  demands?: WorkbenchDemandsQuery | undefined;
  /** For advisors. */
  cases?: WorkbenchCasesQuery | undefined;
  today: string;
}

/** What somebody has to do, or may want to know. */
export type ActionKind =
  | 'answer'
  | 'answerMore'
  | 'fix'
  | 'review'
  | 'import'
  | 'await'
  | 'pay'
  | 'declareSize'
  | 'renewSize'
  | 'correct'
  | 'proposal'
  | 'proposalMore'
  | 'split'
  | 'demandBack'
  | 'demandEnds'
  | 'tie'
  | 'introduction'
  | 'outcome'
  | 'accept'
  | 'contact'
  | 'shortlist'
  | 'step'
  | 'stuck'
  | 'verify'
  | 'approve'
  | 'assign'
  | 'validate'
  | 'moderate'
  | 'moderateChange'
  | 'mend';

export interface Action {
  key: string;
  kind: ActionKind;
  /** The thing that it is about. */
  subject?: string | TwoTongues | undefined;
  /** The other side. */
  by?: string | undefined;
  /** What exactly, in somebody's words. */
  what?: string | undefined;
  /** How many things there are of which `subject` is one. */
  count?: number;
  /** The day until which, or on which. */
  on?: string | undefined;
  /** The day since which nothing has moved. */
  since?: string | undefined;
  late?: boolean;
  amount?: Amount;
  progress?: { done: number; total: number };
  /** Whether the next step is the viewer's. Others are only told. */
  isMine: boolean;
  href: Way;
  /** What follows the address. */
  search?: Readonly<Record<string, string | boolean>> | undefined;
}

/** Where a thing is worked on. Whoever has something to do with a listing or a demand works on it. */
export const to = (type: string, id: string): Way => hrefOf(type, id, ['HOLDING', 'SEEKING']) ?? '/work';

/** What is due later than within so many days comes after what waits now. */
const SOON = 60;

/**
 * What is late, then what is ours and due soon by its day, then what is ours without a day, then what is due some time, then
 * what others have to do.
 */
export function byUrgency(today: string): (one: Action, other: Action) => number {
  const soon = daysAfter(today, SOON);
  const dayOf = ({ on, since }: Action) => on ?? since;
  const rank = (action: Action): number => {
    if (!action.isMine) return 4;
    if (action.late) return 0;
    const day = dayOf(action);
    return day === undefined ? 2 : day <= soon ? 1 : 3;
  };
  return (one, other) => rank(one) - rank(other) || (dayOf(one) ?? '9').localeCompare(dayOf(other) ?? '9');
}

interface Heap<One> {
  kind: ActionKind;
  things: readonly One[];
  /** How many there are, if `things` are not all of them. */
  count?: number | undefined;
  /** What is said about the first. */
  about: (first: One) => Partial<Action>;
  /** What they are, if each has a page. */
  type?: string;
  /** Where all of them are. */
  place: string;
  search?: Action['search'];
}

/** Several things of a kind are one line, about the first of them: it leads to the only one, or to the list. */
export function heap<One extends { id: string }>(of: Heap<One>): Action[] {
  const { kind, things, count = things.length, about, type, place, search } = of;
  const [first] = things;
  if (!first) return [];
  const way = type && count === 1 ? { href: to(type, first.id) } : { href: place as Way, search };
  return [{ key: kind, kind, count, isMine: true, ...way, ...about(first) }];
}
