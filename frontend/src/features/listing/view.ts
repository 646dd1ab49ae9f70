import type { ListingKind, ListingState } from '@/gql/graphql';
import { LISTING_KINDS } from '@/lib/vocabulary';

/** The tabs above the table, each with the states behind it. */
export const TABS = {
  ALL: undefined,
  DRAFT: ['DRAFT'],
  SUBMITTED: ['SUBMITTED'],
  APPROVED: ['APPROVED'],
  PUBLISHED: ['PUBLISHED'],
  CHANGED: undefined,
  SUSPENDED: ['SUSPENDED'],
  OVER: ['WITHDRAWN', 'EXPIRED', 'TRANSFERRED'],
} satisfies Record<string, ListingState[] | undefined>;
export type TabKey = keyof typeof TABS;
export const TAB_KEYS = Object.keys(TABS) as TabKey[];

/** The columns that can be shown or left out; the title is always there. */
export const COLUMNS = [
  'state',
  'kind',
  'trl',
  'rights',
  'terms',
  'completeness',
  'department',
  'reference',
  'shownUntil',
  'updated',
] as const;
export type ColumnKey = (typeof COLUMNS)[number];
export const USUAL: readonly ColumnKey[] = ['state', 'kind', 'trl', 'rights', 'terms', 'completeness', 'updated'];

export const SORTS = ['title', 'trl', 'completeness', 'updated'] as const;
export type Sort = (typeof SORTS)[number];

/** Everything that was chosen about the table; all of it is in the address. */
export interface View {
  org: string | undefined;
  tab: TabKey;
  q: string;
  kind: ListingKind | undefined;
  /** Lowest level of readiness. */
  trl: number | undefined;
  /** Only what may be used first and paid later. */
  ufpl: boolean;
  /** Only what a reviewer sent back. */
  back: boolean;
  /** Only what was changed on this day or later. */
  since: string | undefined;
  sort: Sort | undefined;
  /** Smallest or first on top. */
  up: boolean;
  /** Columns, if others than usual. */
  cols: ColumnKey[];
}

const one = (value: unknown): string | undefined =>
  [value].flat().find((text): text is string => typeof text === 'string' && text !== '');

/** Reads an address. What is not understood is left out. */
export function readView(raw: Record<string, unknown>): View {
  const trl = Number(one(raw.trl) ?? raw.trl);
  const since = one(raw.since);
  const cols = [raw.cols].flat();
  return {
    org: one(raw.org),
    tab: TAB_KEYS.find((key) => key === raw.tab) ?? 'ALL',
    q: (one(raw.q) ?? '').slice(0, 200),
    kind: LISTING_KINDS.find((kind) => kind === raw.kind),
    trl: Number.isInteger(trl) && trl >= 1 && trl <= 9 ? trl : undefined,
    ufpl: raw.ufpl === '1' || raw.ufpl === true,
    back: raw.back === '1' || raw.back === true,
    since: since && /^\d{4}-\d{2}-\d{2}$/.test(since) ? since : undefined,
    sort: SORTS.find((sort) => sort === raw.sort),
    up: raw.up === '1' || raw.up === true,
    cols: COLUMNS.filter((column) => cols.includes(column)),
  };
}

/** The view as an address says it: what is usual is left out. */
export const writeView = (view: View): Partial<View> => ({
  ...view,
  tab: view.tab === 'ALL' ? undefined : view.tab,
});
