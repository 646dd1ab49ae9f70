import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import {
  AdvisorsDocument,
  DemandCasesDocument,
  MandateDocument,
  MandateRequestDocument,
  MandateRequestsDocument,
  MandatesDocument,
  type MandateFilterInput,
  type MandateRequestFilterInput,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { keys } from '../keys';

const PAGE = 20;

export const mandatesQuery = (filter: MandateFilterInput, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.mandates(filter, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(MandatesDocument, { filter, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ mandates: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

export const mandateQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.mandate(id, locale),
    queryFn: ({ signal }) => gqlFetch(MandateDocument, { id }, { locale, signal }),
  });

/** Questions for mandates, newest first. */
export const requestsQuery = (filter: MandateRequestFilterInput, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.requests(filter, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(MandateRequestsDocument, { filter, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ mandateRequests: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

export const requestQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.request(id, locale),
    queryFn: ({ signal }) => gqlFetch(MandateRequestDocument, { id }, { locale, signal }),
  });

export const advisorsQuery = (locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.advisors('free', locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(AdvisorsDocument, { first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ advisors: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

/** Cases about a demand, newest first. */
export const demandCasesQuery = (demand: string, locale: string) =>
  queryOptions({
    queryKey: keys.ofDemand(demand, locale),
    queryFn: ({ signal }) => gqlFetch(DemandCasesDocument, { demand }, { locale, signal }),
  });
