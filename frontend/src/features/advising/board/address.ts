import { oneOf, told, wordsIn, type Raw } from '@/lib/address';

/** What the address of the board says. */
export interface BoardSearch {
  view?: 'table';
  /** Of which client. */
  client?: string;
  /** Of which advisor, for those who look at everybody's. */
  advisor?: string;
  /** Only those in which nothing has moved for long. */
  stuck?: true;
  /** Only those whose first contact or shortlist is late. */
  late?: true;
  /** Only those whose next step is due within so many days. */
  due?: Due;
  /** Only closed cases: a table, because there are many. */
  closed?: true;
}

export const DUE = ['0', '7', '30'] as const;
export type Due = (typeof DUE)[number];

const yes = (value: unknown) => (value === '1' || value === true ? (true as const) : undefined);

/** Reads the address; what it does not understand is left out. */
export const readBoard = (raw: Raw): BoardSearch =>
  told({
    view: oneOf(['table'] as const, raw.view),
    client: wordsIn(raw.client),
    advisor: wordsIn(raw.advisor),
    stuck: yes(raw.stuck),
    late: yes(raw.late),
    due: oneOf(DUE, typeof raw.due === 'number' ? String(raw.due) : raw.due),
    closed: yes(raw.closed),
  });

/** Whether something is left out of what would be there. */
export const isFiltered = ({ client, advisor, stuck, late, due }: BoardSearch): boolean =>
  [client, advisor, stuck, late, due].some((part) => part !== undefined);
