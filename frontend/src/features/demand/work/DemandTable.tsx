import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { OwnDemandRowFragmentDoc, type OwnDemandRowFragment, type OwnDemandsQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorBox, Skeleton } from '@/ui/States';
import { useChoosing, type Choosing } from '@/ui/useChoosing';

import { DemandStateTag } from './StateTag';
import styles from './Work.module.css';

const NOTHING: Choosing = { chosen: new Set(), onChoose: () => undefined };

/** Working copies of demands, page by page; with whose they are for those who look at everybody's. */
export function DemandTable({
  query,
  caption,
  withOwner = false,
  choosing,
  empty,
}: {
  query: UseInfiniteQueryResult<InfiniteData<OwnDemandsQuery>>;
  caption: string;
  withOwner?: boolean;
  /** What was chosen, where something can be done with many. */
  choosing?: Choosing | undefined;
  empty: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date, dateTime } = useFormats();
  const rows = (query.data?.pages ?? [])
    .flatMap((page) => page.demands.nodes)
    .map((row) => readFragment(OwnDemandRowFragmentDoc, row));
  const choose = useChoosing(rows, choosing ?? NOTHING, (row) => pick(row.title, locale)?.text ?? t('demand.untitled'));
  const owner: Column<OwnDemandRowFragment> = {
    key: 'owner',
    title: t('demand.col.owner'),
    cell: ({ organization }) => organization?.name ?? '–',
  };
  return (
    <section aria-label={caption} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={8} />}
      {query.data && rows.length === 0 && empty}
      {rows.length > 0 && (
        <div className={query.isPlaceholderData ? styles.old : undefined}>
          <DataTable
            caption={caption}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              ...(choosing ? [choose] : []),
              {
                key: 'title',
                title: t('demand.col.title'),
                isHead: true,
                cell: ({ id, title, draftedBy }) => (
                  <>
                    <Link to="/work/demands/$id" params={{ id }}>
                      <Bilingual texts={title} tag={false} />
                    </Link>
                    {draftedBy && (
                      <small className={styles.drafted}>{t('demand.drafted', { name: draftedBy.name ?? '–' })}</small>
                    )}
                  </>
                ),
              },
              ...(withOwner ? [owner] : []),
              {
                key: 'state',
                title: t('demand.col.state'),
                cell: ({ state, revisionState, suspension }) => (
                  <span>
                    <DemandStateTag state={state} revision={revisionState} suspension={suspension} />
                  </span>
                ),
              },
              {
                key: 'visibility',
                title: t('demand.visibility'),
                cell: ({ visibility }) => label('DemandVisibility', visibility),
              },
              {
                key: 'score',
                title: t('demand.col.complete'),
                isNumber: true,
                cell: ({ completeness }) => (completeness ? `${completeness.score}%` : '–'),
              },
              {
                key: 'until',
                title: t('demand.col.until'),
                cell: ({ shownUntil }) => (shownUntil ? date(shownUntil) : '–'),
              },
              withOwner
                ? {
                    key: 'submitted',
                    title: t('demand.col.submitted'),
                    cell: ({ submittedAt }) => (submittedAt ? dateTime(submittedAt) : '–'),
                  }
                : { key: 'updated', title: t('demand.updated'), cell: ({ updatedAt }) => date(updatedAt) },
            ]}
          />
        </div>
      )}
      {query.hasNextPage && !query.isPlaceholderData && (
        <div className={styles.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('demand.more')}
          </Button>
        </div>
      )}
    </section>
  );
}
