import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';

import { readFragment } from '@/gql';
import {
  CancelImportDocument,
  ImportChoicesDocument,
  ImportColumnsDocument,
  ImportProblemLineFragmentDoc,
  ImportProblemsDocument,
  ImportRunDocument,
  ImportsDocument,
  ImportSummaryFragmentDoc,
  StartImportDocument,
  type ImportColumnInput,
  type ImportKind,
  type ImportProblemLineFragment,
  type ImportProblemsQuery,
  type ImportRunQuery,
  type ImportStartInput,
} from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import { ApiError, troubleOf } from '@/lib/error';
import { newKey } from '@/lib/key';
import { freshen } from '@/lib/session';

import { parseCsv } from './csv';
import { isOver, outcomesOf, pause } from './model';

const PAGE = 20;

export const keys = {
  all: ['imports'] as const,
  list: (organizationId: string, kind: ImportKind, locale: string) =>
    ['imports', 'list', organizationId, kind, locale] as const,
  columns: (kind: ImportKind, uploadId: string, said: readonly ImportColumnInput[], locale: string) =>
    ['imports', 'columns', kind, uploadId, said, locale] as const,
  choices: (organizationId: string, kind: ImportKind, locale: string) =>
    ['imports', 'choices', organizationId, kind, locale] as const,
  run: (id: string, locale: string) => ['imports', 'run', id, locale] as const,
  problems: (id: string, locale: string) => ['imports', 'problems', id, locale] as const,
  rows: (id: string, locale: string) => ['imports', 'rows', id, locale] as const,
};

/** Imports of an organization, newest first. Asked again while one of them is under way. */
export const importsQuery = (organizationId: string, kind: ImportKind, locale: string) =>
  infiniteQueryOptions({
    queryKey: keys.list(organizationId, kind, locale),
    queryFn: ({ pageParam, signal }) =>
      gqlFetch(ImportsDocument, { organizationId, kind, first: PAGE, after: pageParam }, { locale, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ importRuns: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    refetchInterval: ({ state }) => {
      const nodes = state.data?.pages.flatMap(({ importRuns }) => importRuns.nodes) ?? [];
      const moving = nodes.some((node) => !isOver(readFragment(ImportSummaryFragmentDoc, node).state));
      return moving && pause(state.dataUpdateCount);
    },
  });

/** A file as the server reads it, with what was said about its columns. */
export const columnsQuery = (kind: ImportKind, uploadId: string, said: readonly ImportColumnInput[], locale: string) =>
  queryOptions({
    queryKey: keys.columns(kind, uploadId, said, locale),
    queryFn: ({ signal }) =>
      gqlFetch(ImportColumnsDocument, { input: { kind, uploadId, mapping: [...said] } }, { locale, signal }),
    placeholderData: keepPreviousData,
    // A file never changes.
    staleTime: Infinity,
  });

/** What columns can feed, and what was said about columns of earlier files. */
export const choicesQuery = (organizationId: string, kind: ImportKind, locale: string) =>
  queryOptions({
    queryKey: keys.choices(organizationId, kind, locale),
    queryFn: ({ signal }) => gqlFetch(ImportChoicesDocument, { organizationId, kind }, { locale, signal }),
  });

/** One import, asked again until it is over: often at first, then less and less. */
export const runQuery = (id: string, locale: string) =>
  queryOptions({
    queryKey: keys.run(id, locale),
    queryFn: ({ signal }) => gqlFetch(ImportRunDocument, { id }, { locale, signal }),
    refetchInterval: ({ state }) => {
      const run = state.data?.importRun;
      return run ? !isOver(readFragment(ImportSummaryFragmentDoc, run).state) && pause(state.dataUpdateCount) : false;
    },
  });

/** Problems are read up to here; a file with more of them is mended in its own program. */
export const MOST_PROBLEMS = 1000;

type Run = NonNullable<ImportRunQuery['importRun']>;

/** Everything that is wrong with rows of an import that is over; its first page is there already. */
export const problemsQuery = (run: Run, locale: string) => {
  const { id } = readFragment(ImportSummaryFragmentDoc, run);
  return queryOptions({
    queryKey: keys.problems(id, locale),
    queryFn: async ({ signal }) => {
      let page: Run['problems'] | undefined = run.problems;
      const found: ImportProblemLineFragment[] = [];
      while (page) {
        found.push(...page.nodes.map((node) => readFragment(ImportProblemLineFragmentDoc, node)));
        const after: string | null | undefined = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
        if (!after || found.length >= MOST_PROBLEMS) break;
        const next: ImportProblemsQuery = await gqlFetch(ImportProblemsDocument, { id, after }, { locale, signal });
        page = next.importRun ? { ...next.importRun.problems, totalCount: run.problems.totalCount } : undefined;
      }
      return { problems: found, isComplete: found.length >= run.problems.totalCount };
    },
    staleTime: Infinity,
  });
};

/** The result file: every row as it was, with what became of it. */
export async function fetchResult(path: string, locale: string, signal?: AbortSignal): Promise<string[][]> {
  await freshen();
  const headers = { 'accept-language': locale, 'x-lianqiao-csrf': '1' };
  const answer = await fetch(path, { credentials: 'same-origin', headers, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw new ApiError(troubleOf(undefined, answer.status));
  return parseCsv(await answer.text());
}

/** What became of each row of an import that is over. */
export const rowsQuery = (id: string, path: string, locale: string) =>
  queryOptions({
    queryKey: keys.rows(id, locale),
    queryFn: async ({ signal }) => outcomesOf(await fetchResult(path, locale, signal)),
    staleTime: Infinity,
  });

/** Stops an import. */
export function useCancel() {
  const { locale } = useLocale();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => gqlFetch(CancelImportDocument, { input: { id } }, { locale }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

/**
 * Puts an import into the queue. The key belongs to what is asked for: asked twice, by a double click or because the
 * answer got lost, it is one import.
 */
export function useStart() {
  const { locale } = useLocale();
  const client = useQueryClient();
  const last = useRef({ asked: '', key: '' });
  return useMutation({
    mutationFn: (asked: Omit<ImportStartInput, 'idempotencyKey'> & { kind: ImportKind }) => {
      const text = JSON.stringify(asked);
      if (last.current.asked !== text) last.current = { asked: text, key: newKey() };
      return gqlFetch(StartImportDocument, { input: { ...asked, idempotencyKey: last.current.key } }, { locale });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [...keys.all, 'list'] }),
  });
}
