import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  BoardDocument,
  CaseMovesDocument,
  CaseTableDocument,
  OwnNotesDocument,
  type BrokerCaseFilterInput,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';
import { todayInChina } from '@/lib/today';

import { keys } from '../keys';
import type { BoardSearch } from './address';
import { CLOSED, filterOf, OPEN } from './model';

const PAGE = 30;

export const boardQuery = (search: BoardSearch, locale: string) => {
  const today = todayInChina();
  const variables = { open: filterOf(search, today, OPEN), closed: filterOf(search, today, CLOSED) };
  return queryOptions({
    queryKey: keys.board(variables, locale),
    queryFn: ({ signal }) => gqlFetch(BoardDocument, variables, { locale, signal }),
    placeholderData: keepPreviousData,
  });
};

export const tableQuery = (filter: BrokerCaseFilterInput, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.table(filter, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(CaseTableDocument, { filter, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ brokerCases: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

/** Cases of which the viewer sees the own notes and nothing else. */
export const ownNotesQuery = (locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.ownNotes(locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(OwnNotesDocument, { first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ brokerCases: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });

/** What may be done with a case now. Asked when somebody reaches for it: for a whole board it would be dear. */
export const movesQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.moves(id, locale),
    queryFn: ({ signal }) => gqlFetch(CaseMovesDocument, { id }, { locale, signal }),
  });
