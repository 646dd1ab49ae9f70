import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { SearchAchievementsDocument, SuggestAchievementsDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { COUNTED, filterOf, sortOf, type Search } from './model';

const PAGE = 20;

export const keys = {
  results: (search: Search, locale: string) => ['search', 'results', search, locale] as const,
  suggestions: (text: string) => ['search', 'suggestions', text] as const,
};

/** Results of a search, page by page. Counts and names come with the first. */
export const resultsQuery = (search: Search, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.results(search, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(
        SearchAchievementsDocument,
        {
          query: search.q,
          filter: filterOf(search),
          sort: sortOf(search),
          facets: pageParam ? [] : COUNTED,
          withNames: !pageParam,
          first: PAGE,
          after: pageParam,
        },
        { locale, signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) =>
      last.searchListings.pageInfo.hasNextPage ? (last.searchListings.pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const suggestionsQuery = (text: string, locale: string) =>
  queryOptions({
    queryKey: keys.suggestions(text),
    queryFn: ({ signal }) => gqlFetch(SuggestAchievementsDocument, { text }, { locale, signal }),
    placeholderData: keepPreviousData,
    // Nobody waits for them; what comes late covers what people went on to.
    retry: false,
  });
