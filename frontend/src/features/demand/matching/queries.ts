import { queryOptions } from '@tanstack/react-query';

import {
  AdvisorPicksDocument,
  DemandMatchesDocument,
  FindListingDocument,
  ListingMatchesDocument,
  MatchBetweenDocument,
  TextMatchesDocument,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

/** As many as somebody looks through; below them nothing fits. A question about more is too dear. */
const FIRST = 10;
/** What came along with the matches is not asked for again at once. */
const FRESH = 60_000;
/** As many as stand beside what somebody writes. */
const FEW = 5;

/** What answers a demand, below the key of everything about demands: an edit makes it old. */
export const listingMatchesQuery = (demand: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'listingMatches', demand, locale],
    queryFn: async ({ signal, client }) => {
      const found = await gqlFetch(ListingMatchesDocument, { demand, first: FIRST }, { locale, signal });
      // The picks come along, and live on under the key of everything about cases: what is picked makes them old.
      client.setQueryData(advisorPicksQuery(demand, locale).queryKey, { brokerCases: found.brokerCases });
      return found;
    },
  });

/** Whom a listing would help. */
export const demandMatchesQuery = (listing: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'demandMatches', listing, locale],
    queryFn: ({ signal }) => gqlFetch(DemandMatchesDocument, { listing, first: FIRST }, { locale, signal }),
  });

/** What is there already for a problem in anybody's words. */
export const textMatchesQuery = (text: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'textMatches', text, locale],
    queryFn: ({ signal }) => gqlFetch(TextMatchesDocument, { text, first: FEW }, { locale, signal }),
  });

/** One demand and one listing, held against each other. */
export const betweenQuery = (demand: string, listing: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'listingMatches', 'between', demand, listing, locale],
    queryFn: ({ signal }) => gqlFetch(MatchBetweenDocument, { demand, listing }, { locale, signal }),
  });

/** Listings that somebody may mean. */
export const findListingQuery = (text: string, locale: string) =>
  queryOptions({
    queryKey: ['demand', 'findListing', text, locale],
    queryFn: ({ signal }) => gqlFetch(FindListingDocument, { text }, { locale, signal }),
  });

/** What advisors have picked for a demand, as the viewer may see it, below the key of everything about cases. */
export const advisorPicksQuery = (demand: string, locale: string) =>
  queryOptions({
    queryKey: ['case', 'picksFor', demand, locale],
    queryFn: ({ signal }) => gqlFetch(AdvisorPicksDocument, { demand }, { locale, signal }),
    staleTime: FRESH,
  });
