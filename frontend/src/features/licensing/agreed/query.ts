import { queryOptions } from '@tanstack/react-query';

import { AgreedElsewhereDocument } from '@/gql/graphql';
import { needArea } from '@/i18n';
import { gqlFetch } from '@/lib/api';

import type { Field } from './model';

/** The ranges of a field, and the words that only they need: few look, and who does waits once. Without a field only the words. */
export const agreedQuery = (field: Field | undefined, locale: string) =>
  queryOptions({
    queryKey: ['licensing', 'agreed', field ?? {}, locale],
    queryFn: async ({ signal }) => {
      // First: a refusal is said in these words too.
      await needArea('prices');
      return field
        ? gqlFetch(AgreedElsewhereDocument, { ipc: field.section, trl: field.level }, { locale, signal })
        : null;
    },
  });
