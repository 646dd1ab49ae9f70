import { useInfiniteQuery, useQueries, useQueryClient } from '@tanstack/react-query';

import { useSend, useViewer } from '@/features/account';
import { MarkEventsReadDocument } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { CheckIcon } from '@/ui/icons';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { EventRow } from './components/EventRow';
import styles from './InboxPage.module.css';
import { byDay, subjectOf, tidyEvents } from './model';
import { inboxQuery, keys, subjectsQuery } from './queries';

/** What happened to one's things, newest first. It grows while one looks at it. */
export function InboxPage() {
  const t = useT();
  const { locale } = useLocale();
  const formats = useFormats();
  const client = useQueryClient();
  const viewer = useViewer();
  const query = useInfiniteQuery(inboxQuery(locale));
  const markRead = useSend(MarkEventsReadDocument);
  useTitle(t('inbox.title'));

  const pages = query.data?.pages ?? [];
  const subjects = useQueries({
    queries: pages.map((page) =>
      subjectsQuery([...new Set(page.viewerEvents.nodes.map(({ subjectId }) => subjectId))], locale),
    ),
  });
  const nodes = new Map(subjects.flatMap(({ data }) => data?.nodes ?? []).map((node) => [node?.id, node]));
  const isNaming = subjects.some(({ isPending }) => isPending);
  const mine = (viewer?.memberships ?? []).flatMap(({ organization }) => organization?.id ?? []);
  const events = tidyEvents(pages.flatMap((page) => page.viewerEvents.nodes));
  const newest = pages[0]?.viewerEvents.nodes[0]?.id;
  const unread = pages[0]?.viewerEventsUnreadCount ?? 0;
  const seeAll = async (throughId: string) => {
    await markRead.mutateAsync({ input: { throughId } });
    await client.invalidateQueries({ queryKey: keys.all });
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('inbox.title')}</h1>
        {newest && unread > 0 && (
          <Button
            icon={<CheckIcon />}
            busy={markRead.isPending}
            onClick={() => void seeAll(newest).catch(() => undefined)}
          >
            {t('inbox.markAll', { unread })}
          </Button>
        )}
      </header>
      {markRead.isError && <ErrorBox error={asApiError(markRead.error)} />}
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && pages.length === 0 && (
        <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.data && events.length === 0 && (
        <Empty title={t('inbox.empty')}>
          <p>{t('inbox.empty.text')}</p>
        </Empty>
      )}
      {byDay(events, formats.date).map(({ day, events }) => (
        <section key={day} className={styles.day}>
          <h2>{day}</h2>
          <ul>
            {events.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                subject={subjectOf(nodes.get(event.subjectId), mine)}
                isNaming={isNaming}
                areas={viewer?.workAreas ?? []}
              />
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('inbox.more')}
        </Button>
      )}
    </div>
  );
}
