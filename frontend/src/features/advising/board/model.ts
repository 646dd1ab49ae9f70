import type { BrokerCaseFilterInput, CaseCardFragment, CaseMoveFragment, CaseState } from '@/gql/graphql';
import { all } from '@/lib/vocabulary';

import type { BoardSearch } from './address';

/** The columns of the board; the three ways in which a case ends are one. */
export type ColumnName =
  | 'OPEN'
  | 'ASSIGNED'
  | 'ACCEPTED'
  | 'IN_SERVICE'
  | 'MATCHED'
  | 'CONTRACTED'
  | 'TRACKING'
  | 'CLOSED';

const COLUMN: Record<CaseState, ColumnName> = {
  OPEN: 'OPEN',
  ASSIGNED: 'ASSIGNED',
  ACCEPTED: 'ACCEPTED',
  IN_SERVICE: 'IN_SERVICE',
  MATCHED: 'MATCHED',
  CONTRACTED: 'CONTRACTED',
  TRACKING: 'TRACKING',
  CLOSED_SUCCESS: 'CLOSED',
  CLOSED_NO_FIT: 'CLOSED',
  CLOSED_WITHDRAWN: 'CLOSED',
};
export const columnOf = (state: CaseState): ColumnName => COLUMN[state];

export const COLUMNS = all<ColumnName>({
  OPEN: true,
  ASSIGNED: true,
  ACCEPTED: true,
  IN_SERVICE: true,
  MATCHED: true,
  CONTRACTED: true,
  TRACKING: true,
  CLOSED: true,
});

const STATES = Object.keys(COLUMN) as CaseState[];
export const CLOSED: CaseState[] = STATES.filter((state) => COLUMN[state] === 'CLOSED');
export const OPEN: CaseState[] = STATES.filter((state) => COLUMN[state] !== 'CLOSED');

/** A case that is shown with its state; once the client's mandate is over, an advisor sees the own notes alone. */
export type Seen<One extends Veilable> = One & { state: CaseState; version: number };
type Veilable = { state: CaseState | null; version: number | null };
export const isSeen = <One extends Veilable>(one: One): one is Seen<One> => one.state !== null && one.version !== null;

export type Card = Seen<CaseCardFragment>;

const DAY = 86_400_000;

/** The day that is `days` after `day`. */
export const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** What the API is asked for; `today` is the day in China. */
export const filterOf = (
  { client, advisor, stuck, late, due }: BoardSearch,
  today: string,
  states: CaseState[],
): BrokerCaseFilterInput => ({
  states,
  ...(client ? { organizationId: client } : {}),
  ...(advisor ? { advisorId: advisor } : {}),
  ...(stuck ? { stuck: true } : {}),
  ...(late ? { late: true } : {}),
  ...(due ? { dueUntil: later(today, Number(due)) } : {}),
});

/** A day until which something has to be done, and what. */
export interface Deadline {
  kind: 'assign' | 'answer' | 'contact' | 'next';
  day: string;
  late: boolean;
}

type Timed = Pick<CaseCardFragment, 'state' | 'assignBy' | 'answerBy' | 'contactBy' | 'contactedAt' | 'nextDue'>;

/** What has to be done first in a case, and until when. */
export function deadlineOf(one: Timed, today: string): Deadline | undefined {
  const found: [Deadline['kind'], string | null | undefined][] = [
    ['assign', one.state === 'OPEN' ? one.assignBy : undefined],
    ['answer', one.state === 'ASSIGNED' ? one.answerBy : undefined],
    ['contact', one.state === 'ACCEPTED' && !one.contactedAt ? one.contactBy : undefined],
    ['next', one.nextDue],
  ];
  const [first] = found
    .flatMap(([kind, day]) => (day ? [{ kind, day, late: day < today }] : []))
    .sort((a, b) => a.day.localeCompare(b.day));
  return first;
}

/** Cases by column; within one what is due first comes first, what is stuck before what is not. */
export function inColumns(cases: readonly Card[], today: string): Map<ColumnName, Card[]> {
  const columns = new Map<ColumnName, Card[]>(COLUMNS.map((name) => [name, []]));
  for (const one of cases) columns.get(columnOf(one.state))?.push(one);
  const day = (one: Card) => deadlineOf(one, today)?.day ?? '9';
  for (const list of columns.values())
    list.sort((a, b) => day(a).localeCompare(day(b)) || Number(Boolean(b.stuckSince)) - Number(Boolean(a.stuckSince)));
  return columns;
}

/** The steps that lead into a column. */
export const movesTo = (moves: readonly CaseMoveFragment[], column: ColumnName): CaseMoveFragment[] =>
  moves.filter(({ name, toState }) => name !== 'ASSIGN' && columnOf(toState) === column);

/** Whether a step can be taken without asking anything. */
export const isPlain = (move: CaseMoveFragment): boolean =>
  move.blockedBy.length === 0 && move.requiredInputs.length === 0;

/** What one wants to do next comes first, what ends it last. */
const ORDER = [
  'ACCEPT',
  'START',
  'MATCH',
  'CONTRACT',
  'TRACK',
  'SUCCEED',
  'DECLINE',
  'RELEASE',
  'GIVE_UP',
  'WITHDRAW',
] as const;
const ENDS: readonly string[] = ['DECLINE', 'RELEASE', 'GIVE_UP', 'WITHDRAW'];

/** Whether a step gives something up. */
export const isEnd = (name: string): boolean => ENDS.includes(name);

/** The steps in the order in which one thinks of them. Whom a case is given to has a page of its own. */
export const ordered = <Move extends { name: string }>(moves: readonly Move[]): Move[] => {
  const place = (name: string) => ORDER.indexOf(name as (typeof ORDER)[number]);
  return moves.filter(({ name }) => place(name) >= 0).sort((a, b) => place(a.name) - place(b.name));
};

/** The next of the columns that are shown, in a direction, into which something leads. */
export function nextColumn(
  moves: readonly CaseMoveFragment[],
  from: ColumnName,
  at: ColumnName,
  direction: 1 | -1,
  shown: readonly ColumnName[] = COLUMNS,
): ColumnName | undefined {
  const possible = shown.filter((name) => name === from || movesTo(moves, name).length > 0);
  return possible[possible.indexOf(at) + direction];
}
