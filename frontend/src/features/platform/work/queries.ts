import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { OwnPlatformsDocument, PlatformWorkDocument, type ViewerQuery } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

const PAGE = 20;

export const ownPlatformsQuery = (organization: string, locale: string) =>
  infiniteQueryOptions({
    queryKey: ['platform', 'own', organization, locale],
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(OwnPlatformsDocument, { organization, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ servicePlatforms: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

export const platformWorkQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: ['platform', 'work', id, locale],
    queryFn: ({ signal }) => gqlFetch(PlatformWorkDocument, { id }, { locale, signal }),
  });

/** The organizations that somebody works for: an advisor's seat alone writes nothing. */
export const housesOf = (viewer: ViewerQuery['viewer'] | undefined) =>
  (viewer?.memberships ?? [])
    .filter(({ state, roles }) => state === 'ACTIVE' && roles.some((role) => role !== 'ADVISOR'))
    .flatMap(({ organization }) => organization ?? []);
