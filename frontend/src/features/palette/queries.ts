import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { FindForPaletteDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = {
  find: (text: string, locale: string) => ['palette', 'find', text, locale] as const,
};

/** Achievements that go with what was typed. */
export const findQuery = (text: string, locale: string) =>
  queryOptions({
    queryKey: keys.find(text, locale),
    queryFn: ({ signal }) => gqlFetch(FindForPaletteDocument, { text }, { locale, signal }),
    placeholderData: keepPreviousData,
    enabled: text.length > 0,
  });
