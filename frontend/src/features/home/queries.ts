import { queryOptions } from '@tanstack/react-query';

import { HomeDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = { home: (locale: string) => ['home', locale] as const };

export const homeQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.home(locale),
    queryFn: ({ signal }) => gqlFetch(HomeDocument, {}, { locale, signal }),
  });
