import { queryOptions } from '@tanstack/react-query';

import { SavedSearchesDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = {
  all: ['saved'] as const,
};

/** The viewer's searches: what is in them is the same in every language. */
export const savedQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.all,
    queryFn: ({ signal }) => gqlFetch(SavedSearchesDocument, {}, { locale, signal }),
  });
