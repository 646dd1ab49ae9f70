import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { DemandDocument, DemandsDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import type { DemandSearch } from './address';
import { filterOf } from './model';

const PAGE = 20;

export const keys = {
  /** Everything about demands, and proposals to them: what a step changes. */
  all: ['demand'] as const,
  list: (search: DemandSearch, locale: string) => ['demand', 'list', search, locale] as const,
  one: (id: string, locale: string) => ['demand', 'one', id, locale] as const,
};

export const demandsQuery = (search: DemandSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.list(search, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(DemandsDocument, { filter: filterOf(search), first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ demands: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const demandQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.one(id, locale),
    queryFn: ({ signal }) => gqlFetch(DemandDocument, { id }, { locale, signal }),
  });
