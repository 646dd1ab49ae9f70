import type { ListingFilter, ListingKind, ListingRowFragment, ListingState } from '@/gql/graphql';

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

const KINDS = Object.keys({
  PRODUCT: true,
  PROCESS: true,
  MATERIAL: true,
  SOFTWARE: true,
  VARIETY: true,
  OTHER: true,
} satisfies Record<ListingKind, true>) as ListingKind[];
export { KINDS };

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
    kind: KINDS.find((kind) => kind === raw.kind),
    trl: Number.isInteger(trl) && trl >= 1 && trl <= 9 ? trl : undefined,
    ufpl: raw.ufpl === '1' || raw.ufpl === true,
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

/** What the server filters by. */
export function filterOf(view: View, organizationId: string): ListingFilter {
  return {
    organizationId,
    query: view.q || undefined,
    states: TABS[view.tab],
    revisionStates: view.tab === 'CHANGED' ? ['EDITING', 'SUBMITTED', 'APPROVED'] : undefined,
  };
}

/** Whether rows are left out, or put in order, that the server gave: it has no such filter and no such order. */
export const isNarrowed = (view: View): boolean =>
  Boolean(view.kind ?? view.trl ?? view.since) || view.ufpl || (view.sort !== undefined && view.sort !== 'updated');

export const countFilters = (view: View): number =>
  [view.kind, view.trl, view.since, view.ufpl || undefined].filter((value) => value !== undefined).length;

type Row = Pick<ListingRowFragment, 'kind' | 'readiness' | 'offers' | 'updatedAt' | 'completeness' | 'title'>;

/** The rows of a view out of those that were loaded. */
export function arranged<Each extends Row>(rows: readonly Each[], view: View, locale: string): Each[] {
  const kept = rows.filter(
    (row) =>
      (!view.kind || row.kind === view.kind) &&
      (!view.trl || (row.readiness?.level ?? 0) >= view.trl) &&
      (!view.ufpl || row.offers.some((offer) => offer.useFirstPayLater)) &&
      (!view.since || row.updatedAt.slice(0, 10) >= view.since),
  );
  const { sort } = view;
  if (!sort) return kept;
  const words = new Intl.Collator(locale, { numeric: true });
  const title = (row: Each) => (locale === 'en' ? row.title.en || row.title.zh : row.title.zh || row.title.en) ?? '';
  const compare: Record<Sort, (a: Each, b: Each) => number> = {
    title: (a, b) => words.compare(title(a), title(b)),
    trl: (a, b) => (a.readiness?.level ?? 0) - (b.readiness?.level ?? 0),
    completeness: (a, b) => (a.completeness?.score ?? 0) - (b.completeness?.score ?? 0),
    updated: (a, b) => a.updatedAt.localeCompare(b.updatedAt),
  };
  return kept.sort((a, b) => (view.up ? compare[sort](a, b) : compare[sort](b, a)));
}

/** A click on a title: the useful way round first, then the other, then none. */
export function sortedBy(view: View, sort: Sort): View {
  const firstUp = sort === 'title';
  if (view.sort !== sort) return { ...view, sort, up: firstUp };
  return view.up === firstUp ? { ...view, up: !firstUp } : { ...view, sort: undefined, up: false };
}

/** A cell of a file that other programs open: none of them takes it for a formula. */
const cell = (value: string): string => `"${value.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

/** Rows as comma-separated values, with the mark that makes spreadsheets read UTF-8. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
