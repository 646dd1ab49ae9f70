import { queryOptions } from '@tanstack/react-query';

import { OrganizationDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

export const keys = { one: (id: string, locale: string) => ['organization', id, locale] as const };

export const organizationQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.one(id, locale),
    queryFn: ({ signal }) => gqlFetch(OrganizationDocument, { id }, { locale, signal }),
  });
