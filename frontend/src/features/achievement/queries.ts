import { queryOptions } from '@tanstack/react-query';

import { AchievementDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = { one: (id: string, locale: string) => ['achievement', id, locale] as const };

export const achievementQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.one(id, locale),
    queryFn: ({ signal }) => gqlFetch(AchievementDocument, { id }, { locale, signal }),
  });
