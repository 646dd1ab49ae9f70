import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  ProposalDocument,
  ProposalsDocument,
  ProposePageDocument,
  type DemandProposalFilterInput,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

import type { ProposalSearch } from './address';

const PAGE = 20;

export const proposalFilter = ({ side, state }: ProposalSearch): DemandProposalFilterInput => ({
  ...(side ? { side } : {}),
  ...(state ? { states: [state] } : {}),
});

export const proposalsQuery = (filter: DemandProposalFilterInput, locale: string) =>
  infiniteQueryOptions({
    queryKey: ['demand', 'proposals', filter, locale],
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(ProposalsDocument, { filter, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ demandProposals: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const proposalQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'proposal', id, locale],
    queryFn: ({ signal }) => gqlFetch(ProposalDocument, { id }, { locale, signal }),
  });

export const proposeQuery = (demand: string, office: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'propose', demand, office, locale],
    queryFn: ({ signal }) => gqlFetch(ProposePageDocument, { demand, office }, { locale, signal }),
  });
