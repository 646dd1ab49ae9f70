import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { DemandDocument, DemandsDocument } from '@/gql/graphql';
import type { Unread } from '@/lib/address';
import { gqlFetch, type Asking } from '@/lib/api';
import { asApiError } from '@/lib/error';

import type { DemandSearch, FilterKey } from './address';
import { filterOf, withoutRefused } from './model';

const PAGE = 20;

export const keys = {
  /** Everything about demands, and proposals to them: what a step changes. */
  all: ['demand'] as const,
  list: (search: DemandSearch, locale: string) => ['demand', 'list', search, locale] as const,
  one: (id: string, locale: string) => ['demand', 'one', id, locale] as const,
};

/**
 * A page of the list, narrowed down to what the server knows of a search. What it does not know is told beside it, and
 * hides nothing.
 */
async function askKnown(search: DemandSearch, after: string | undefined, asking: Asking) {
  const refused: Unread<FilterKey>[] = [];
  for (let known = search; ;) {
    try {
      const answer = await gqlFetch(DemandsDocument, { filter: filterOf(known), first: PAGE, after }, asking);
      return { ...answer, known, refused };
    } catch (error) {
      const less = withoutRefused(known, asApiError(error).inputPath);
      if (!less) throw error;
      known = less.search;
      refused.push(less.refused);
    }
  }
}

export const demandsQuery = (search: DemandSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.list(search, locale),
    queryFn: ({ pageParam, signal }) => askKnown(search, pageParam, { locale, signal }),
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
