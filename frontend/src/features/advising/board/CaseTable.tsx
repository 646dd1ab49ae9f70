import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { readFragment } from '@/gql';
import { CaseCardFragmentDoc, type CaseCardFragment } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { pick } from '@/lib/text';
import { todayInChina } from '@/lib/today';
import { Button } from '@/ui/Button';
import { DataTable, type Column } from '@/ui/DataTable';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';

import { CaseStateTag } from '../words';
import { isFiltered, type BoardSearch } from './address';
import styles from './Board.module.css';
import { Next } from './marks';
import { CLOSED, filterOf, isSeen, OPEN } from './model';
import { tableQuery } from './queries';
import { StepDialog } from './StepDialog';
import { useMoving } from './useMoving';

/** The same cases, line by line; each can be moved from its menu. */
export function CaseTable({
  search,
  isStaff,
  onClear,
}: {
  search: BoardSearch;
  isStaff: boolean;
  onClear: () => void;
}) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const [today] = useState(todayInChina);
  const query = useInfiniteQuery(tableQuery(filterOf(search, today, search.closed ? CLOSED : OPEN), locale));
  const rows = (query.data?.pages ?? [])
    .flatMap((page) => page.brokerCases.nodes)
    .map((row) => readFragment(CaseCardFragmentDoc, row));
  const moving = useMoving(rows.filter(isSeen));
  const name = (card: CaseCardFragment) => (card.title && pick(card.title, locale)?.text) ?? t('advising.case.hidden');
  const columns: Column<CaseCardFragment>[] = [
    {
      key: 'title',
      title: t('advising.col.case'),
      isHead: true,
      cell: (card) => (
        <Link to="/work/cases/$id" params={{ id: card.id }}>
          {name(card)}
        </Link>
      ),
    },
    { key: 'client', title: t('advising.col.client'), cell: ({ client }) => client?.name ?? '–' },
    ...(isStaff
      ? [
          {
            key: 'advisor',
            title: t('advising.col.advisor'),
            cell: ({ advisor }: CaseCardFragment) => advisor?.name ?? '–',
          },
        ]
      : []),
    { key: 'state', title: t('advising.col.state'), cell: ({ state }) => <CaseStateTag state={state} /> },
    search.closed
      ? {
          key: 'closed',
          title: t('advising.col.closed'),
          cell: ({ closedAt }) => (closedAt ? date(closedAt) : '–'),
        }
      : {
          key: 'due',
          title: t('advising.col.next'),
          cell: (card) => <Next card={card} today={today} />,
        },
    ...(search.closed
      ? []
      : [
          {
            key: 'move',
            title: t('advising.col.action'),
            cell: (card: CaseCardFragment) =>
              isSeen(card) && (
                <Button
                  size="s"
                  aria-haspopup="dialog"
                  aria-label={t('advising.move', { title: name(card) })}
                  onClick={() => void moving.open(card)}
                >
                  {t('advising.col.move')}
                </Button>
              ),
          },
        ]),
  ];
  return (
    <section aria-label={t('advising.board')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={8} />}
      {moving.refused.map((message) => (
        <div key={message} role="alert">
          <Notice tone="clay">{message}</Notice>
        </div>
      ))}
      {query.data && rows.length === 0 && (
        <Empty title={t(isFiltered(search) || search.closed ? 'advising.board.nothing' : 'advising.board.first')}>
          {isFiltered(search) ? (
            <Button onClick={onClear}>{t('advising.filter.clear')}</Button>
          ) : (
            <p>{t(isStaff ? 'advising.board.first.all' : 'advising.board.first.text')}</p>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <div className={query.isPlaceholderData ? styles.old : undefined}>
          <DataTable caption={t('advising.board')} rows={rows} rowKey={({ id }) => id} columns={columns} />
        </div>
      )}
      {query.hasNextPage && !query.isPlaceholderData && (
        <div className={styles.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('ui.more')}
          </Button>
        </div>
      )}
      {moving.asking && (
        <StepDialog
          subject={moving.asking.card}
          name={name(moving.asking.card)}
          moves={moving.asking.moves}
          onClose={moving.endAsking}
          onDone={moving.done}
        />
      )}
    </section>
  );
}
