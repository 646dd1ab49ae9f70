import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { ProposalRowFragmentDoc, type DemandProposalFilterInput, type ProposalRowFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from '../work/Work.module.css';
import { proposalsQuery } from './queries';
import { ProposalStateTag } from './words';

/** Proposals, page by page; with what they answer, unless that is said around them. */
export function ProposalTable({
  filter,
  withDemand = false,
  empty,
}: {
  filter: DemandProposalFilterInput;
  withDemand?: boolean;
  empty: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date } = useFormats();
  const query = useInfiniteQuery(proposalsQuery(filter, locale));
  const rows = (query.data?.pages ?? [])
    .flatMap((page) => page.demandProposals.nodes)
    .map((row) => readFragment(ProposalRowFragmentDoc, row));
  const about: Column<ProposalRowFragment> = {
    key: 'demand',
    title: t('demand.one'),
    cell: ({ demandTitle }) => <Bilingual texts={demandTitle} tag={false} />,
  };
  const judged: Column<ProposalRowFragment> = {
    key: 'stage',
    title: t('demand.stage'),
    cell: ({ stage, reviewCount, reviewAverage }) =>
      stage ? (
        <span>
          {label('DemandProposalStage', stage)}
          {reviewAverage && (
            <> · {t('demand.review.average', { overall: reviewAverage.overall, count: reviewCount ?? 0 })}</>
          )}
          {!reviewAverage && reviewCount ? <> · {t('demand.review.count', { count: reviewCount })}</> : null}
        </span>
      ) : (
        '–'
      ),
  };
  // The enterprise's own people are told where each stands, and nobody else.
  const isJudged = rows.some(({ stage }) => stage);
  return (
    <section aria-label={t('demand.proposals')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={6} />}
      {query.data && rows.length === 0 && empty}
      {rows.length > 0 && (
        <DataTable
          caption={t('demand.proposals')}
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'title',
              title: t('demand.proposal.title'),
              isHead: true,
              cell: ({ id, title }) => (
                <Link to="/work/proposals/$id" params={{ id }}>
                  {title}
                </Link>
              ),
            },
            ...(withDemand ? [about] : []),
            {
              key: 'office',
              title: t('demand.proposal.office'),
              cell: ({ organization }) => organization?.name ?? '–',
            },
            {
              key: 'state',
              title: t('demand.col.state'),
              cell: ({ state, passReason, revealedAt }) => (
                <span>
                  <ProposalStateTag state={state} /> {passReason && <Tag>{label('PassReason', passReason)}</Tag>}
                  {revealedAt && <Tag tone="leaf">{t('demand.proposal.revealed')}</Tag>}
                </span>
              ),
            },
            ...(isJudged ? [judged] : []),
            {
              key: 'reply',
              title: t('demand.proposal.replyBy'),
              cell: ({ state, replyBy, late }) =>
                state === 'OPEN' ? (
                  <span>
                    {date(replyBy)} {late && <Tag tone="clay">{t('demand.proposal.late')}</Tag>}
                  </span>
                ) : (
                  '–'
                ),
            },
            { key: 'at', title: t('demand.proposal.at'), cell: ({ createdAt }) => date(createdAt) },
          ]}
        />
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
