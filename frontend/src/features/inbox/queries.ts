import { infiniteQueryOptions, queryOptions, useInfiniteQuery } from '@tanstack/react-query';

import { InboxDocument, InboxSubjectsDocument } from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { gqlFetch } from '@/lib/api';

const PAGE = 20;

export const keys = {
  all: ['inbox'] as const,
  events: (locale: string) => ['inbox', 'events', locale] as const,
  /** What events are about: it is the same in every language, but names of organizations are not. */
  subjects: (ids: readonly string[], locale: string) => ['inbox', 'subjects', ids, locale] as const,
};

/** What happened, newest first. The bell and the page share its first page. */
export const inboxQuery = (locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.events(locale),
    queryFn: ({ pageParam, signal }) => gqlFetch(InboxDocument, { first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ viewerEvents: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    // What changes is told by the line.
    staleTime: 5 * 60_000,
  });

export const subjectsQuery = (ids: readonly string[], locale: string) =>
  queryOptions({
    queryKey: keys.subjects(ids, locale),
    queryFn: ({ signal }) => gqlFetch(InboxSubjectsDocument, { ids: [...ids] }, { locale, signal }),
    enabled: ids.length > 0,
    staleTime: 5 * 60_000,
  });

/** How many events are new to the viewer, and which is the newest; undefined while nobody knows. */
export function useInboxHead(): { unread: number; newest: string | undefined } | undefined {
  const { locale } = useLocale();
  const first = useInfiniteQuery(inboxQuery(locale)).data?.pages[0];
  return first && { unread: first.viewerEventsUnreadCount, newest: first.viewerEvents.nodes[0]?.id };
}
