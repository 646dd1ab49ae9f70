import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import type { OwnNotesQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { DataTable, type Column } from '@/ui/DataTable';
import { ErrorBox } from '@/ui/States';

import styles from './Board.module.css';
import { ownNotesQuery } from './queries';

type Left = OwnNotesQuery['brokerCases']['nodes'][number];

/** Cases of which an advisor has the own notes left: nothing else tells one from the other. It is there if there are any. */
export function OwnNotes() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date } = useFormats();
  const query = useInfiniteQuery(ownNotesQuery(locale));
  const rows = (query.data?.pages ?? []).flatMap((page) => page.brokerCases.nodes);
  const columns: Column<Left>[] = [
    {
      key: 'last',
      title: t('advising.ownNotes.last'),
      isHead: true,
      cell: ({ id, logs: [last] }) => (
        <Link to="/work/cases/$id" params={{ id }}>
          {last
            ? [label('ServiceLogKind', last.kind), last.summary].filter(Boolean).join(' · ')
            : t('advising.case.hidden')}
        </Link>
      ),
    },
    {
      key: 'day',
      title: t('advising.ownNotes.day'),
      cell: ({ logs: [last] }) => (last ? date(last.occurredAt) : '–'),
    },
    { key: 'count', title: t('advising.ownNotes.count'), isNumber: true, cell: ({ logs }) => String(logs.length) },
  ];
  if (query.isError && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="own-notes" aria-busy={query.isFetching} className={styles.rows}>
      <h2 id="own-notes">{t('advising.ownNotes')}</h2>
      <p className={styles.quiet}>{t('advising.ownNotes.lead')}</p>
      <DataTable caption={t('advising.ownNotes')} rows={rows} rowKey={({ id }) => id} columns={columns} />
      {query.hasNextPage && (
        <div className={styles.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('ui.more')}
          </Button>
        </div>
      )}
    </section>
  );
}
