import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  ListingChangesDocument,
  ListingEditorDocument,
  ListingHistoryDocument,
  ListingPreviewDocument,
  ListingReviewedDocument,
  ListingRulesDocument,
  ListingTableDocument,
  ReviewQueueDocument,
  type DisclosureLayer,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { filterOf, orderOf, rowsOf, type Asked, type View } from './model';

/** As many rows as come at once. */
const PAGE = 50;
const QUEUE = 30;

export const keys = {
  /** Everything about listings of an office: what a step changes. */
  all: ['listing'] as const,
  table: (organizationId: string, view: Asked, locale: string) =>
    ['listing', 'table', organizationId, view, locale] as const,
  editor: (id: string, locale: string) => ['listing', 'editor', id, locale] as const,
  changes: (id: string, from: number, to: number, locale: string) =>
    ['listing', 'changes', id, from, to, locale] as const,
  history: (id: string, locale: string) => ['listing', 'history', id, locale] as const,
  preview: (id: string, layer: DisclosureLayer, locale: string) => ['listing', 'preview', id, layer, locale] as const,
  rules: (locale: string) => ['listing', 'rules', locale] as const,
  queue: (organizationId: string, locale: string) => ['listing', 'queue', organizationId, locale] as const,
  reviewed: (id: string, locale: string) => ['listing', 'reviewed', id, locale] as const,
};

/** The rows of a view, page by page. Counts come with the first. */
export const tableQuery = (organizationId: string, { org: _org, cols: _cols, ...view }: View, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.table(organizationId, view, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(
        ListingTableDocument,
        {
          organizationId,
          filter: rowsOf(view, organizationId),
          orderBy: orderOf(view),
          counted: filterOf(view),
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

/** What waits for a decision, page by page, who waits longest first. */
export const queueQuery = (organizationId: string, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.queue(organizationId, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(ReviewQueueDocument, { organizationId, first: QUEUE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ listings: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

/** A listing as those read it who decide about it. */
export const reviewedQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.reviewed(id, locale),
    queryFn: ({ signal }) => gqlFetch(ListingReviewedDocument, { id }, { locale, signal }),
  });

/** A listing as somebody of a layer will read it. */
export const previewQuery = (id: string, layer: DisclosureLayer, locale: string) =>
  queryOptions({
    queryKey: keys.preview(id, layer, locale),
    // Nothing of one layer stands under another one's name while it comes.
    queryFn: ({ signal }) => gqlFetch(ListingPreviewDocument, { id, layer }, { locale, signal }),
  });

/** What the rules say about "use first, pay later". */
export const rulesQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.rules(locale),
    queryFn: ({ signal }) => gqlFetch(ListingRulesDocument, {}, { locale, signal }),
  });
