import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { ServicePlatformDocument, ServicePlatformsDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import type { PlatformSearch } from './address';
import { filterOf } from './model';

const PAGE = 20;

export const keys = {
  /** Everything about platforms: what a change makes old. */
  all: ['platform'] as const,
  list: (search: PlatformSearch, locale: string) => ['platform', 'list', search, locale] as const,
  one: (id: string, locale: string) => ['platform', 'one', id, locale] as const,
};

export const platformsQuery = (search: PlatformSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.list(search, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(
        ServicePlatformsDocument,
        { filter: filterOf(search), first: PAGE, after: pageParam },
        { locale, signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ servicePlatforms: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const platformQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.one(id, locale),
    queryFn: ({ signal }) => gqlFetch(ServicePlatformDocument, { id }, { locale, signal }),
  });
