import { queryOptions, type QueryClient } from '@tanstack/react-query';

import { viewerQuery } from '@/features/account';
import { WorkbenchDocument, type ViewerQuery } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { scopeOf, type Scope } from './model';

export const keys = {
  all: ['workbench'] as const,
  page: (scope: Scope, locale: string) => ['workbench', 'page', scope, locale] as const,
};

/** What waits for somebody, in all areas that they work in. */
export const workbenchQuery = (viewer: NonNullable<ViewerQuery['viewer']>, locale: string) => {
  const scope = scopeOf(viewer);
  return queryOptions({
    queryKey: keys.page(scope, locale),
    queryFn: ({ signal }) => gqlFetch(WorkbenchDocument, scope, { locale, signal }),
    // Until the second factor is there, everything is refused.
    enabled: !viewer.mustEnrollSecondFactor,
  });
};

/** Fetches it ahead. */
export async function loadWorkbench(client: QueryClient, locale: string): Promise<void> {
  const { viewer } = await client.ensureQueryData(viewerQuery(locale));
  if (viewer && !viewer.mustEnrollSecondFactor) void client.prefetchQuery(workbenchQuery(viewer, locale));
}
