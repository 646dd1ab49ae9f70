import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  ApplyPageDocument,
  LicenseDocument,
  LicenseRequestDocument,
  LicenseRequestsDocument,
  LicensesDocument,
  PreviewLicenseRequestDocument,
  PreviewScheduleDocument,
  type PreviewLicenseRequestQueryVariables,
  type SchedulePreviewInput,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import type { LicenseSearch, ListSearch, RequestSearch } from './search';

const PAGE = 20;

export const keys = {
  /** Everything of this feature: what a grant changes. */
  all: ['licensing'] as const,
  apply: (listing: string, locale: string) => ['licensing', 'apply', listing, locale] as const,
  preview: (asked: object, locale: string) => ['licensing', 'preview', asked, locale] as const,
  requests: (search: object, locale: string) => ['licensing', 'requests', search, locale] as const,
  request: (id: string, locale: string) => ['licensing', 'request', id, locale] as const,
  schedule: (input: object, locale: string) => ['licensing', 'schedule', input, locale] as const,
  licenses: (search: object, locale: string) => ['licensing', 'licenses', search, locale] as const,
  license: (id: string, locale: string) => ['licensing', 'license', id, locale] as const,
};

export const applyQuery = (listing: string, locale: string) =>
  queryOptions({
    queryKey: keys.apply(listing, locale),
    queryFn: ({ signal }) => gqlFetch(ApplyPageDocument, { listing }, { locale, signal }),
  });

/** What a request would meet; undefined variables ask nothing. */
export const previewQuery = (asked: PreviewLicenseRequestQueryVariables | undefined, locale: string) =>
  queryOptions({
    queryKey: keys.preview(asked ?? {}, locale),
    queryFn: ({ signal }) =>
      gqlFetch(PreviewLicenseRequestDocument, asked as PreviewLicenseRequestQueryVariables, { locale, signal }),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  });

/** What a list asks for, page by page; the counts of its tabs come with the first. */
const asked = <State>({ side, state }: ListSearch<State>, after: string | undefined) => ({
  filter: { side, states: state && [state] },
  first: PAGE,
  after,
  withCounts: !after,
});

export const requestsQuery = (search: RequestSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.requests(search, locale),
    queryFn: ({ pageParam, signal }) => gqlFetch(LicenseRequestsDocument, asked(search, pageParam), { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ licenseRequests: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const requestQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.request(id, locale),
    queryFn: ({ signal }) => gqlFetch(LicenseRequestDocument, { id }, { locale, signal }),
  });

/** The schedule of a plan that is not granted yet. */
export const scheduleQuery = (input: SchedulePreviewInput | undefined, locale: string) =>
  queryOptions({
    queryKey: keys.schedule(input ?? {}, locale),
    queryFn: ({ signal }) =>
      gqlFetch(PreviewScheduleDocument, { input: input as SchedulePreviewInput }, { locale, signal }),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
  });

export const licensesQuery = (search: LicenseSearch, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.licenses(search, locale),
    queryFn: ({ pageParam, signal }) => gqlFetch(LicensesDocument, asked(search, pageParam), { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ licenses: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const licenseQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.license(id, locale),
    queryFn: ({ signal }) => gqlFetch(LicenseDocument, { id }, { locale, signal }),
  });
