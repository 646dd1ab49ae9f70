import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode, SyntheticEvent } from 'react';

import { useT } from '@/i18n';
import { asApiError } from '@/lib/error';

import { Button } from './Button';
import { cx } from './cx';
import styles from './LedgerList.module.css';
import { Empty, ErrorBox, Skeleton } from './States';

/** The page of a list that anybody reads: what it is, what it is narrowed down to, and the list. */
export function LedgerPage({ children }: { children: ReactNode }) {
  return <div className={styles.page}>{children}</div>;
}

/** What a list is narrowed down to. */
export function LedgerFilters({
  label,
  className,
  onSubmit,
  children,
}: {
  label: string;
  className?: string | undefined;
  onSubmit?: () => void;
  children: ReactNode;
}) {
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <form role="search" aria-label={label} className={cx(styles.filters, className)} onSubmit={send}>
      {children}
    </form>
  );
}

/** A list that comes page by page: how much there is, what went wrong, the rows, and the way to more. */
export function LedgerList<Data>({
  query,
  label,
  count,
  none,
  above,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Data>>;
  label: string;
  /** How much there is, as soon as it is known. */
  count: string | undefined;
  /** What is said where there is nothing, and where nothing is left of what there is. */
  none: { title: string; text: string; clear: string; onClear: (() => void) | undefined };
  above?: ReactNode;
  children: readonly ReactNode[];
}) {
  const t = useT();
  const isOld = query.isPlaceholderData;
  return (
    <section aria-label={label} aria-busy={query.isFetching}>
      {above}
      <p role="status" className={styles.count}>
        {count}
      </p>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={12} />}
      {query.data && children.length === 0 && !isOld && (
        <Empty title={none.title}>
          <p>{none.text}</p>
          {none.onClear && <Button onClick={none.onClear}>{none.clear}</Button>}
        </Empty>
      )}
      <div className={cx(isOld && styles.old)}>{children}</div>
      {query.hasNextPage && !isOld && (
        <div className={styles.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('ui.more')}
          </Button>
        </div>
      )}
    </section>
  );
}
