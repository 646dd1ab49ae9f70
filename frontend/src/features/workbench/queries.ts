import { queryOptions, type QueryClient } from '@tanstack/react-query';

import { viewerQuery } from '@/features/account';
import { WorkbenchCasesDocument, WorkbenchDemandsDocument, WorkbenchDocument, type ViewerQuery } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { scopeOf, type Scope } from './model';

type Viewer = NonNullable<ViewerQuery['viewer']>;

export const keys = {
  all: ['workbench'] as const,
  page: (scope: Scope, locale: string) => ['workbench', 'page', scope, locale] as const,
  demands: (firm: string, locale: string) => ['workbench', 'demands', firm, locale] as const,
  cases: (locale: string) => ['workbench', 'cases', locale] as const,
};

/** What somebody has just done is not next any more when they come back. */
const FRESH = 2000;
/** Until the second factor is there, everything is refused. */
const isOpen = (viewer: Viewer) => !viewer.mustEnrollSecondFactor;

/** What waits for somebody, in all areas that they work in. */
export const workbenchQuery = (viewer: Viewer, locale: string) => {
  const scope = scopeOf(viewer);
  return queryOptions({
    queryKey: keys.page(scope, locale),
    queryFn: ({ signal }) => gqlFetch(WorkbenchDocument, scope, { locale, signal }),
    enabled: isOpen(viewer),
    staleTime: FRESH,
  });
};

/** The demands of an enterprise, and what waits for its answer. */
export const demandsQuery = (viewer: Viewer, locale: string) => {
  const { demanding, firm } = scopeOf(viewer);
  return queryOptions({
    queryKey: keys.demands(firm, locale),
    queryFn: ({ signal }) => gqlFetch(WorkbenchDemandsDocument, { firm }, { locale, signal }),
    enabled: isOpen(viewer) && demanding,
    staleTime: FRESH,
  });
};

/** The cases of an advisor. */
export const casesQuery = (viewer: Viewer, locale: string) =>
  queryOptions({
    queryKey: keys.cases(locale),
    queryFn: ({ signal }) => gqlFetch(WorkbenchCasesDocument, {}, { locale, signal }),
    enabled: isOpen(viewer) && viewer.workAreas.includes('ADVISING'),
    staleTime: FRESH,
  });

/** Fetches ahead what is asked. */
export async function loadWorkbench(client: QueryClient, locale: string): Promise<void> {
  const { viewer } = await client.ensureQueryData(viewerQuery(locale));
  if (!viewer) return;
  const [work, demands, cases] = [
    workbenchQuery(viewer, locale),
    demandsQuery(viewer, locale),
    casesQuery(viewer, locale),
  ];
  if (work.enabled) void client.prefetchQuery(work);
  if (demands.enabled) void client.prefetchQuery(demands);
  if (cases.enabled) void client.prefetchQuery(cases);
}
