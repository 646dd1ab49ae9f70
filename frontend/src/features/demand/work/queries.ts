import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  DemandChangesDocument,
  DemandEditorDocument,
  DemandPromptsDocument,
  DemandWorkDocument,
  DraftingCaseDocument,
  OwnDemandsDocument,
  SplitDocument,
  type DemandFilterInput,
  type ViewerQuery,
} from '@/gql/graphql';
import { gqlFetch } from '@/lib/api';

const PAGE = 30;

/** Below the key of everything about demands: what a step changes. */
export const keys = {
  rows: (filter: DemandFilterInput, locale: string, withSteps: boolean) =>
    ['demand', 'rows', filter, locale, withSteps] as const,
  work: (id: string, locale: string) => ['demand', 'work', id, locale] as const,
  editor: (id: string, locale: string) => ['demand', 'editor', id, locale] as const,
  prompts: (locale: string) => ['demand', 'prompts', locale] as const,
  drafting: (id: string, locale: string) => ['demand', 'drafting', id, locale] as const,
  changes: (id: string, from: number, to: number, locale: string) =>
    ['demand', 'changes', id, from, to, locale] as const,
  split: (id: string, locale: string) => ['demand', 'split', id, locale] as const,
};

/** The enterprises that somebody writes demands for. */
export const firmsOf = (viewer: ViewerQuery['viewer'] | undefined) =>
  (viewer?.memberships ?? [])
    .filter(({ state }) => state === 'ACTIVE')
    .flatMap(({ organization }) => (organization?.kind === 'ENTERPRISE' ? [organization] : []));

/** Working copies, those of an enterprise or those that an operator looks at, with what may be done with each. */
export const rowsQuery = (filter: DemandFilterInput, locale: string, withSteps = false) =>
  infiniteQueryOptions({
    queryKey: keys.rows(filter, locale, withSteps),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(OwnDemandsDocument, { filter, first: PAGE, after: pageParam, withSteps }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ demands: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    placeholderData: keepPreviousData,
  });

export const workQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.work(id, locale),
    queryFn: ({ signal }) => gqlFetch(DemandWorkDocument, { id }, { locale, signal }),
  });

export const editorQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.editor(id, locale),
    queryFn: ({ signal }) => gqlFetch(DemandEditorDocument, { id }, { locale, signal }),
    // Nothing is written over what is an hour old.
    staleTime: 0,
  });

/** The case in which an advisor drafts the client's demand. */
export const draftingQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.drafting(id, locale),
    queryFn: ({ signal }) => gqlFetch(DraftingCaseDocument, { id }, { locale, signal }),
    // The draft is made looking at the case as it is now.
    staleTime: 0,
  });

/** Questions that help to write. They change with the program only. */
export const promptsQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.prompts(locale),
    queryFn: ({ signal }) => gqlFetch(DemandPromptsDocument, {}, { locale, signal }),
    staleTime: Infinity,
  });

export const changesQuery = (id: string, from: number, to: number, locale: string) =>
  queryOptions({
    queryKey: keys.changes(id, from, to, locale),
    queryFn: ({ signal }) => gqlFetch(DemandChangesDocument, { id, from, to }, { locale, signal }),
  });

export const splitQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.split(id, locale),
    queryFn: ({ signal }) => gqlFetch(SplitDocument, { id }, { locale, signal }),
  });
