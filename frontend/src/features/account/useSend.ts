import { useMutation } from '@tanstack/react-query';

import { useLocale } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import type { Operation } from '@/lib/wire';

/** A mutation in the language of the page. What it makes old is said where it is used. */
export function useSend<Result, Variables>(operation: Operation<Result, Variables>) {
  const { locale } = useLocale();
  return useMutation({ mutationFn: (variables: Variables) => gqlFetch(operation, variables, { locale }) });
}
