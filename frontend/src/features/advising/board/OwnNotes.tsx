import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { ErrorBox } from '@/ui/States';

import shared from '../Advising.module.css';
import styles from './Board.module.css';
import { ownNotesQuery } from './queries';

/**
 * Cases of which an advisor has the own notes left: when they were opened, and when the last of the notes was written, tells one from
 * the other. The notes are on the page of each: to ask for all of them here would be dear. It is there if there are any.
 */
export function OwnNotes() {
  const t = useT();
  const { locale } = useLocale();
  const { dateTime } = useFormats();
  const query = useInfiniteQuery(ownNotesQuery(locale));
  const rows = (query.data?.pages ?? []).flatMap((page) => page.brokerCases.nodes);
  if (query.isError && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="own-notes" aria-busy={query.isFetching} className={styles.rows}>
      <h2 id="own-notes">{t('advising.ownNotes')}</h2>
      <p className={styles.quiet}>{t('advising.ownNotes.lead')}</p>
      <ul className={shared.list}>
        {rows.map(({ id, createdAt, lastLogAt }) => (
          <li key={id} className={shared.item}>
            <Link to="/work/cases/$id" params={{ id }}>
              {t('advising.ownNotes.case', { opened: dateTime(createdAt) })}
            </Link>
            {lastLogAt && (
              <span className={styles.quiet}>{t('advising.ownNotes.last', { at: dateTime(lastLogAt) })}</span>
            )}
          </li>
        ))}
      </ul>
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
