import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import {
  AdvisorFiguresDocument,
  AdvisorShownDocument,
  OperationAdvisorsDocument,
  OwnAdvisorDocument,
  type AdvisorFilterInput,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { keys } from '../keys';

const PAGE = 30;

type Days = { from: string; until: string };

export const ownQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.own(locale),
    queryFn: ({ signal }) => gqlFetch(OwnAdvisorDocument, {}, { locale, signal }),
  });

export const advisorQuery = (id: string, days: Days, locale: string) =>
  queryOptions({
    queryKey: keys.advisor(id, days, locale),
    queryFn: ({ signal }) => gqlFetch(AdvisorShownDocument, { id, ...days }, { locale, signal }),
  });

export const figuresQuery = (id: string, days: Days, locale: string) =>
  queryOptions({
    queryKey: keys.figures(id, days, locale),
    queryFn: ({ signal }) => gqlFetch(AdvisorFiguresDocument, { id, ...days }, { locale, signal }),
  });

export const operationAdvisorsQuery = (filter: AdvisorFilterInput, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.advisors(filter, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(OperationAdvisorsDocument, { filter, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ advisors: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
