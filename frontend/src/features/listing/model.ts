import type { ListingFilter, ListingOrder, ListingTableQuery } from '@/gql/graphql';

import { TAB_KEYS, TABS, type Sort, type TabKey, type View } from './view';

export * from './view';

/** What of a view the server answers to. */
export type Asked = Omit<View, 'org' | 'cols'>;

const CHANGED: ListingFilter['revisionStates'] = ['EDITING', 'SUBMITTED', 'APPROVED'];

/** What the server filters by, whichever tab is open. */
export const filterOf = (view: Asked): ListingFilter => ({
  query: view.q || undefined,
  kinds: view.kind && [view.kind],
  readinessMin: view.trl,
  useFirstPayLater: view.ufpl || undefined,
  updatedSince: view.since,
  returned: view.back || undefined,
});

/** What the server filters by in the tab that is open. */
export const rowsOf = (view: Asked, organizationId: string): ListingFilter => ({
  ...filterOf(view),
  organizationId,
  states: TABS[view.tab],
  revisionStates: view.tab === 'CHANGED' ? CHANGED : undefined,
});

const FIELDS = {
  title: 'TITLE',
  trl: 'READINESS',
  completeness: 'COMPLETENESS',
  updated: 'UPDATED_AT',
} satisfies Record<Sort, ListingOrder['field']>;

/** The order that the server gives; without a choice its own, last changed first. */
export const orderOf = ({ sort, up }: Asked): ListingOrder | undefined =>
  sort && { field: FIELDS[sort], descending: !up };

/** How many are in each tab. */
export function countsOf(counts: NonNullable<ListingTableQuery['listingCounts']>): Record<TabKey, number> {
  const isIn = (tab: TabKey, { state, revisionState }: (typeof counts)[number]): boolean => {
    if (tab === 'CHANGED') return Boolean(revisionState);
    const states: readonly string[] | undefined = TABS[tab];
    return states?.includes(state) ?? true;
  };
  const sum = (tab: TabKey) => counts.reduce((all, row) => (isIn(tab, row) ? all + row.count : all), 0);
  return Object.fromEntries(TAB_KEYS.map((tab) => [tab, sum(tab)])) as Record<TabKey, number>;
}

/** The address of a file with what the view shows, each listing complete. */
export function exportOf(view: View, organizationId: string): string {
  const chosen = Object.entries(rowsOf(view, organizationId)).filter(([, value]) => value !== undefined);
  return `/exports/listings.csv?${new URLSearchParams(chosen.map(([name, value]) => [name, String(value)])).toString()}`;
}

export const countFilters = (view: View): number =>
  [view.kind, view.trl, view.since, view.ufpl || undefined, view.back || undefined].filter(
    (value) => value !== undefined,
  ).length;

/** The view without what narrows it down. */
export const unfiltered = (view: View): View => ({
  ...view,
  kind: undefined,
  trl: undefined,
  since: undefined,
  ufpl: false,
  back: false,
});

/** A click on a title: the useful way round first, then the other, then none. */
export function sortedBy(view: View, sort: Sort): View {
  const firstUp = sort === 'title';
  if (view.sort !== sort) return { ...view, sort, up: firstUp };
  return view.up === firstUp ? { ...view, up: !firstUp } : { ...view, sort: undefined, up: false };
}
