import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';

import {
  OperationAuditDocument,
  OperationDashboardDocument,
  OperationFindUsersDocument,
  OperationJobsDocument,
  OperationListingsDocument,
  OperationMembersDocument,
  OperationNamesDocument,
  OperationOrganizationDocument,
  OperationOrganizationsDocument,
  OperationPowerDocument,
  OperationRuleDocument,
  OperationRulesComparedDocument,
  OperationRulesDocument,
  OperationUserDocument,
} from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { gqlFetch } from '@/lib/api';

import type { AuditSearch, ModerationSearch, QueueSearch, RulesSearch } from './address';
import { filterOf, listingFilterOf } from './model';

const PAGE = 30;

export const keys = {
  /** Everything that an operator's decision may make old. */
  all: ['operation'] as const,
  power: (locale: string) => ['operation', 'power', locale] as const,
  dashboard: (locale: string) => ['operation', 'dashboard', locale] as const,
  organizations: (search: QueueSearch, locale: string) => ['operation', 'organizations', search, locale] as const,
  organization: (id: string, locale: string) => ['operation', 'organization', id, locale] as const,
  find: (query: string, locale: string) => ['operation', 'find', query, locale] as const,
  members: (id: string, locale: string) => ['operation', 'members', id, locale] as const,
  user: (id: string, locale: string) => ['operation', 'user', id, locale] as const,
  listings: (search: ModerationSearch, locale: string) => ['operation', 'listings', search, locale] as const,
  rules: (search: RulesSearch, locale: string) => ['operation', 'rules', search, locale] as const,
  compared: (search: RulesSearch, locale: string) => ['operation', 'compared', search, locale] as const,
  rule: (id: string, locale: string) => ['operation', 'rule', id, locale] as const,
  jobs: (locale: string) => ['operation', 'jobs', locale] as const,
  audit: (search: AuditSearch, locale: string) => ['operation', 'audit', search, locale] as const,
  names: (ids: readonly string[], locale: string) => ['operation', 'names', ids, locale] as const,
};

interface Paged {
  hasNextPage: boolean;
  endCursor?: string | null;
}

/** Where the next page begins; none if there is none. */
const next = ({ hasNextPage, endCursor }: Paged) => (hasNextPage ? (endCursor ?? undefined) : undefined);

const first = undefined as string | undefined;

export const powerQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.power(locale),
    queryFn: ({ signal }) => gqlFetch(OperationPowerDocument, {}, { locale, signal }),
    staleTime: 5 * 60_000,
  });

/** Whether the viewer decides on the platform, or only reads. */
export function usePower(): boolean {
  const { locale } = useLocale();
  return useQuery(powerQuery(locale)).data?.organizations.nodes[0]?.viewerCanVerify ?? false;
}

export const dashboardQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.dashboard(locale),
    queryFn: ({ signal }) => gqlFetch(OperationDashboardDocument, {}, { locale, signal }),
  });

export const organizationsQuery = (search: QueueSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.organizations(search, locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(OperationOrganizationsDocument, { filter: filterOf(search), first: PAGE, after }, { locale, signal }),
    initialPageParam: first,
    getNextPageParam: (last) => next(last.organizations.pageInfo),
    placeholderData: keepPreviousData,
  });

export const organizationQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.organization(id, locale),
    queryFn: ({ signal }) => gqlFetch(OperationOrganizationDocument, { id }, { locale, signal }),
  });

export const findQuery = (query: string, locale: string) =>
  queryOptions({
    queryKey: keys.find(query, locale),
    queryFn: ({ signal }) => gqlFetch(OperationFindUsersDocument, { query, first: 20 }, { locale, signal }),
    placeholderData: keepPreviousData,
  });

export const membersQuery = (organizationId: string, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.members(organizationId, locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(OperationMembersDocument, { organizationId, first: PAGE, after }, { locale, signal }),
    initialPageParam: first,
    getNextPageParam: (last) => next(last.organizationMembers.pageInfo),
  });

export const userQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.user(id, locale),
    queryFn: ({ signal }) => gqlFetch(OperationUserDocument, { id }, { locale, signal }),
  });

export const listingsQuery = (search: ModerationSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.listings(search, locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(OperationListingsDocument, { filter: listingFilterOf(search), first: PAGE, after }, { locale, signal }),
    initialPageParam: first,
    getNextPageParam: (last) => next(last.listings.pageInfo),
    placeholderData: keepPreviousData,
  });

export const rulesQuery = (search: RulesSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.rules(search, locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(
        OperationRulesDocument,
        { on: search.on, prefix: search.area && `${search.area}.`, first: 40, after },
        { locale, signal },
      ),
    initialPageParam: first,
    getNextPageParam: (last) => next(last.rules.pageInfo),
    placeholderData: keepPreviousData,
  });

export const comparedQuery = (search: RulesSearch, locale: string) =>
  queryOptions({
    queryKey: keys.compared(search, locale),
    queryFn: ({ signal }) =>
      gqlFetch(
        OperationRulesComparedDocument,
        { on: search.on, with: search.with ?? '', prefix: `${search.area}.`, first: 30 },
        { locale, signal },
      ),
  });

export const ruleQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.rule(id, locale),
    queryFn: ({ signal }) => gqlFetch(OperationRuleDocument, { id }, { locale, signal }),
  });

export const jobsQuery = (locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.jobs(locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(OperationJobsDocument, { first: PAGE, after }, { locale, signal }),
    initialPageParam: first,
    getNextPageParam: (last) => next(last.deadLetters.pageInfo),
  });

export const auditQuery = (search: AuditSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.audit(search, locale),
    queryFn: ({ pageParam: after, signal }) =>
      gqlFetch(
        OperationAuditDocument,
        { organizationId: search.org, entityId: search.entity, first: PAGE, after },
        { locale, signal },
      ),
    initialPageParam: first,
    getNextPageParam: (last) => next(last.auditEntries.pageInfo),
    placeholderData: keepPreviousData,
  });

export const namesQuery = (ids: readonly string[], locale: string) =>
  queryOptions({
    queryKey: keys.names(ids, locale),
    queryFn: ({ signal }) => gqlFetch(OperationNamesDocument, { ids: [...ids] }, { locale, signal }),
    placeholderData: keepPreviousData,
    enabled: ids.length > 0,
  });
