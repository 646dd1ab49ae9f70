import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { LogOutDocument, SecurityDocument, SignInPageDocument, ViewerDocument, type ViewerQuery } from '@/gql/graphql';
import { useLocale } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import { forgetSession, noteSomebody } from '@/lib/session';

export const keys = {
  viewer: (locale: string) => ['viewer', locale] as const,
  signIn: (locale: string) => ['signIn', locale] as const,
  security: (locale: string) => ['security', locale] as const,
};

export const viewerQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.viewer(locale),
    queryFn: async ({ signal }) => {
      const answer = await gqlFetch(ViewerDocument, {}, { locale, signal });
      // Who came from the login of an institution is told by this only.
      if (answer.viewer) noteSomebody();
      return answer;
    },
    staleTime: 5 * 60_000,
  });

export const signInQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.signIn(locale),
    queryFn: ({ signal }) => gqlFetch(SignInPageDocument, {}, { locale, signal }),
    staleTime: 5 * 60_000,
  });

export const securityQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.security(locale),
    queryFn: ({ signal }) => gqlFetch(SecurityDocument, {}, { locale, signal }),
  });

/** Who is signed in: undefined while nobody knows, null for a visitor. */
export function useViewer() {
  const { locale } = useLocale();
  return useQuery(viewerQuery(locale)).data?.viewer;
}

/** Somebody else may be signed in: what the last person saw is forgotten, and what still waits to be sent is not sent. */
export async function forgetAll(client: QueryClient) {
  client.getMutationCache().clear();
  await client.resetQueries();
}

/** The id of whoever is signed in, as far as it is known in any language. */
export const viewerIn = (client: QueryClient) =>
  client
    .getQueriesData<ViewerQuery>({ queryKey: ['viewer'] })
    .map(([, known]) => known?.viewer?.user.id)
    .find(Boolean);

/** Signs out: everything that was seen in that person's name is forgotten. */
export function useSignOut() {
  const client = useQueryClient();
  const { locale } = useLocale();
  return async () => {
    await gqlFetch(LogOutDocument, {}, { locale }).catch(() => undefined);
    forgetSession();
    await forgetAll(client);
  };
}
