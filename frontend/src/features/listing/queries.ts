import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  ListingChangesDocument,
  ListingEditorDocument,
  ListingHistoryDocument,
  ListingReviewedDocument,
  ListingRulesDocument,
  ListingTableDocument,
  ReviewQueueDocument,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { filterOf, type View } from './model';

/** As many rows as come at once. */
const PAGE = 50;

export const keys = {
  /** Everything about listings of an office: what a step changes. */
  all: ['listing'] as const,
  table: (organizationId: string, view: Pick<View, 'tab' | 'q'>, locale: string) =>
    ['listing', 'table', organizationId, view, locale] as const,
  editor: (id: string, locale: string) => ['listing', 'editor', id, locale] as const,
  changes: (id: string, from: number, to: number, locale: string) =>
    ['listing', 'changes', id, from, to, locale] as const,
  history: (id: string, locale: string) => ['listing', 'history', id, locale] as const,
  rules: (locale: string) => ['listing', 'rules', locale] as const,
  queue: (organizationId: string, locale: string) => ['listing', 'queue', organizationId, locale] as const,
  reviewed: (id: string, locale: string) => ['listing', 'reviewed', id, locale] as const,
};

/** The rows of a tab, page by page. Counts come with the first. */
export const tableQuery = (organizationId: string, view: View, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.table(organizationId, { tab: view.tab, q: view.q }, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(
        ListingTableDocument,
        {
          organizationId,
          filter: filterOf(view, organizationId),
          query: view.q || undefined,
          first: PAGE,
          after: pageParam,
          withCounts: !pageParam,
        },
        { locale, signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) =>
      last.listings.pageInfo.hasNextPage ? (last.listings.pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const editorQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.editor(id, locale),
    queryFn: ({ signal }) => gqlFetch(ListingEditorDocument, { id }, { locale, signal }),
  });

export const changesQuery = (id: string, from: number, to: number, locale: string) =>
  queryOptions({
    queryKey: keys.changes(id, from, to, locale),
    queryFn: ({ signal }) => gqlFetch(ListingChangesDocument, { id, from, to }, { locale, signal }),
  });

export const historyQuery = (id: string, organizationId: string, locale: string) =>
  queryOptions({
    queryKey: keys.history(id, locale),
    queryFn: ({ signal }) => gqlFetch(ListingHistoryDocument, { id, organizationId }, { locale, signal }),
  });

/** What waits for a decision. */
export const queueQuery = (organizationId: string, locale: string) =>
  queryOptions({
    queryKey: keys.queue(organizationId, locale),
    queryFn: ({ signal }) => gqlFetch(ReviewQueueDocument, { organizationId }, { locale, signal }),
  });

/** A listing as those read it who decide about it. */
export const reviewedQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.reviewed(id, locale),
    queryFn: ({ signal }) => gqlFetch(ListingReviewedDocument, { id }, { locale, signal }),
  });

/** What the rules say about "use first, pay later". */
export const rulesQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.rules(locale),
    queryFn: ({ signal }) => gqlFetch(ListingRulesDocument, {}, { locale, signal }),
  });
