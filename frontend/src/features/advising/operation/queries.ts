import { queryOptions } from '@tanstack/react-query';

import { AssignmentDocument, CaseCandidatesDocument, SubsidyPackDocument } from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import { keys } from '../keys';

/** The plan is computed when it is asked for: what was true a moment ago need not be. */
export const planQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.plan(locale),
    queryFn: ({ signal }) => gqlFetch(AssignmentDocument, {}, { locale, signal }),
    staleTime: 0,
  });

export const candidatesQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.candidates(id, locale),
    queryFn: ({ signal }) => gqlFetch(CaseCandidatesDocument, { id }, { locale, signal }),
    staleTime: 0,
  });

export const subsidyQuery = (period: { from: string; until: string }, locale: string) =>
  queryOptions({
    queryKey: keys.subsidies(period, locale),
    queryFn: ({ signal }) => gqlFetch(SubsidyPackDocument, period, { locale, signal }),
  });
