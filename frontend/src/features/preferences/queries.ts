import { queryOptions } from '@tanstack/react-query';

import { MailPreferencesDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = {
  mail: ['preferences', 'mail'] as const,
  chooseAlerts: ['preferences', 'alerts', 'choose'] as const,
};

/** Which mails the viewer receives: no words come with it, so it is the same in every language. */
export const mailQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.mail,
    queryFn: ({ signal }) => gqlFetch(MailPreferencesDocument, {}, { locale, signal }),
  });
