import { queryOptions } from '@tanstack/react-query';

import { CompareAchievementsDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = { some: (ids: readonly string[], locale: string) => ['compare', ids, locale] as const };

export const compareQuery = (ids: string[], locale: string) =>
  queryOptions({
    queryKey: keys.some(ids, locale),
    queryFn: ({ signal }) => gqlFetch(CompareAchievementsDocument, { ids }, { locale, signal }),
    enabled: ids.length > 0,
  });
