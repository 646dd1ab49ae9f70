import type { ListingFilter, ListingRowFragment } from '@/gql/graphql';

import { TABS, type Sort, type View } from './view';

export * from './view';

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
