import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { asApiError } from '@/lib/error';
import { ErrorBox } from '@/ui/States';

import styles from '../Advising.module.css';
import { More } from '../More';

/** Lines of a list that comes page by page, with what went wrong above and the way to the next page below. */
export function Lines<Data, Line extends { id: string }>({
  query,
  lines,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<Data>>;
  lines: readonly Line[];
  children: (line: Line) => ReactNode;
}) {
  return (
    <>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {lines.length > 0 && (
        <ul className={styles.list}>
          {lines.map((line) => (
            <li key={line.id}>{children(line)}</li>
          ))}
        </ul>
      )}
      <More query={query} />
    </>
  );
}
