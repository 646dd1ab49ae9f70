import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  CaseDocument,
  FindListingDocument,
  FindPartnerDocument,
  IntroductionDocument,
  IntroductionsDocument,
  OutcomeDocument,
  OutcomesDocument,
  PendingConsentsDocument,
  type CaseOutcomeFilterInput,
  type OrganizationKind,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { keys } from '../keys';

const PAGE = 20;

export const caseQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.one(id, locale),
    queryFn: ({ signal }) => gqlFetch(CaseDocument, { id }, { locale, signal }),
  });

export const partnersQuery = (text: string, locale: string, only?: OrganizationKind) =>
  queryOptions({
    queryKey: [...keys.partners(text, locale), only],
    queryFn: ({ signal }) => gqlFetch(FindPartnerDocument, { text, kinds: only ? [only] : null }, { locale, signal }),
    enabled: text.length > 0,
    placeholderData: keepPreviousData,
  });

/** Listings that may be picked. */
export const offeredQuery = (text: string, locale: string) =>
  queryOptions({
    queryKey: keys.offered(text, locale),
    queryFn: ({ signal }) => gqlFetch(FindListingDocument, { text }, { locale, signal }),
    enabled: text.length > 0,
    placeholderData: keepPreviousData,
  });

export const introductionsQuery = (locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.introductions(locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(IntroductionsDocument, { first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ introductions: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

export const introductionQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.introduction(id, locale),
    queryFn: ({ signal }) => gqlFetch(IntroductionDocument, { id }, { locale, signal }),
  });

export const outcomesQuery = (filter: CaseOutcomeFilterInput, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.outcomes(filter, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(OutcomesDocument, { filter, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ caseOutcomes: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

export const outcomeQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.outcome(id, locale),
    queryFn: ({ signal }) => gqlFetch(OutcomeDocument, { id }, { locale, signal }),
  });

export const consentsQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.consents(locale),
    queryFn: ({ signal }) => gqlFetch(PendingConsentsDocument, {}, { locale, signal }),
  });
