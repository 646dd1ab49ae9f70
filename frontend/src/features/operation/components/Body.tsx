import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { ErrorBox, Skeleton } from '@/ui/States';

import styles from '../Operation.module.css';

/** What a query came to: its shape while it is on its way, what went wrong, or what is there. */
export function Body<Data>({
  query,
  lines = 8,
  children,
}: {
  query: UseQueryResult<Data> | UseInfiniteQueryResult<Data>;
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  return (
    <>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={lines} />}
      {query.data !== undefined && children(query.data)}
    </>
  );
}

/** The next page of a list, below those that are there. */
export function More({
  query,
}: {
  query: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isPlaceholderData' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  const t = useT();
  if (!query.hasNextPage || query.isPlaceholderData) return null;
  return (
    <div className={styles.more}>
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('ui.more')}
      </Button>
    </div>
  );
}
