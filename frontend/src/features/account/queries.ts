import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';

import { LogOutDocument, SecurityDocument, SignInPageDocument, ViewerDocument } from '@/gql/graphql';
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

/** Signs out: everything that was seen in that person's name is forgotten. */
export function useSignOut() {
  const client = useQueryClient();
  const { locale } = useLocale();
  return async () => {
    await gqlFetch(LogOutDocument, {}, { locale }).catch(() => undefined);
    forgetSession();
    await client.resetQueries();
  };
}
