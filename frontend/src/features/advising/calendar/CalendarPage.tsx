import { queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';

import { readFragment } from '@/gql';
import { CalendarDocument, CaseTaskLineFragmentDoc } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import { asApiError } from '@/lib/error';
import { useMedia, useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { todayInChina } from '@/lib/today';
import { cx } from '@/ui/cx';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import styles from '../Advising.module.css';
import { OPEN } from '../board/model';
import { keys } from '../keys';
import { entriesOf, type Entry } from './model';
import { Month } from './Month';

const route = getRouteApi('/work/advising/calendar');

export const calendarQuery = (locale: string) =>
  queryOptions({
    queryKey: keys.calendar(locale),
    queryFn: ({ signal }) => gqlFetch(CalendarDocument, { open: { states: OPEN } }, { locale, signal }),
  });

/** What has to be done on which day: in the cases that are open, and for the mandates that run. */
export function CalendarPage() {
  const t = useT();
  const { locale } = useLocale();
  const [today] = useState(todayInChina);
  const isPhone = useMedia('(max-width: 760px)');
  const { month = today.slice(0, 7) } = route.useSearch();
  const query = useQuery(calendarQuery(locale));
  useTitle(t('advising.calendar'));
  const entries = query.data
    ? entriesOf(
        query.data.brokerCases.nodes.map((one) => ({
          ...one,
          tasks: readFragment(CaseTaskLineFragmentDoc, one.tasks),
        })),
        query.data.mandates.nodes,
      )
    : [];
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.calendar')} lead={t('advising.calendar.lead')} />
      {query.isPending && <Skeleton lines={12} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          {!isPhone && <Month key={month} month={month} today={today} entries={entries} />}
          <Agenda entries={entries} today={today} />
        </>
      )}
    </div>
  );
}

/** The same, one after the other: what is late, then what comes. */
function Agenda({ entries, today }: { entries: readonly Entry[]; today: string }) {
  const t = useT();
  const { date } = useFormats();
  if (entries.length === 0)
    return (
      <Empty title={t('advising.calendar.none')}>
        <p>{t('advising.calendar.none.text')}</p>
      </Empty>
    );
  return (
    <section className={styles.part} aria-labelledby="agenda">
      <h2 id="agenda">{t('advising.calendar.agenda')}</h2>
      <ul className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.key} className={styles.item}>
            <div className={styles.itemHead}>
              <p>
                <EntryLink entry={entry} /> <span className={styles.quiet}>{entry.client}</span>
              </p>
              <span className={cx(styles.quiet, entry.day < today && styles.late)}>
                <time dateTime={entry.day}>{date(entry.day)}</time>
                {entry.day < today && <> · {t('advising.due.late')}</>}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What has to be done, and the way to it. */
export function EntryLink({ entry }: { entry: Entry }) {
  const t = useT();
  const { locale } = useLocale();
  const title = entry.title && pick(entry.title, locale)?.text;
  const text = [entry.text ?? t(`advising.calendar.${entry.kind}`), title].filter(Boolean).join(' · ');
  if (entry.mandateId)
    return (
      <Link to="/work/mandates/$id" params={{ id: entry.mandateId }}>
        {text}
      </Link>
    );
  return (
    <Link to="/work/cases/$id" params={{ id: entry.caseId ?? '' }}>
      {text}
    </Link>
  );
}
