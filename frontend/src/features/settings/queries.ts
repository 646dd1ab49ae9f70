import { infiniteQueryOptions, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';

import { readFragment } from '@/gql';
import {
  OwnOrganizationFragmentDoc,
  SettingsMembersDocument,
  SettingsOrganizationDocument,
  SettingsOrganizationsDocument,
  SettingsSizeDocument,
  SettingsTokensDocument,
} from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { gqlFetch } from '@/lib/api';

export const keys = {
  /** Everything about organizations that a change of one may make old. */
  all: ['settings'] as const,
  list: (locale: string) => ['settings', 'list', locale] as const,
  one: (id: string, locale: string) => ['settings', 'one', id, locale] as const,
  members: (id: string, locale: string) => ['settings', 'members', id, locale] as const,
  tokens: (id: string, managed: boolean, locale: string) => ['settings', 'tokens', id, managed, locale] as const,
  size: (id: string, locale: string) => ['settings', 'size', id, locale] as const,
};

export const organizationsQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.list(locale),
    queryFn: ({ signal }) => gqlFetch(SettingsOrganizationsDocument, {}, { locale, signal }),
  });

export const organizationQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.one(id, locale),
    queryFn: ({ signal }) => gqlFetch(SettingsOrganizationDocument, { id }, { locale, signal }),
  });

/** The organization that the frame around a page has asked for. */
export function useOrganization(id: string) {
  const { locale } = useLocale();
  const query = useQuery(organizationQuery(id, locale));
  return { query, organization: readFragment(OwnOrganizationFragmentDoc, query.data?.organization) };
}

export const membersQuery = (organizationId: string, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.members(organizationId, locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(SettingsMembersDocument, { organizationId, first: 30, after }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ organizationMembers: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

/** `managed`: also those of others, for who looks after the organization or the platform. */
export const tokensQuery = (organizationId: string, managed: boolean, locale: string) =>
  queryOptions({
    queryKey: keys.tokens(organizationId, managed, locale),
    queryFn: ({ signal }) => gqlFetch(SettingsTokensDocument, { organizationId, managed }, { locale, signal }),
  });

export const sizeQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.size(id, locale),
    queryFn: ({ signal }) => gqlFetch(SettingsSizeDocument, { id }, { locale, signal }),
  });

/** After a change: what is shown of organizations here, before the operator, in public, and in the menu is old. */
export function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [['settings'], ['operation'], ['organization'], ['viewer']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}
