import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';

import { useViewer } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { ReviewRowFragmentDoc } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { queueQuery } from '../queries';
import styles from './ReviewPage.module.css';
import { Reviewed } from './Reviewed';

const route = getRouteApi('/work/review');

/** What waits for a decision, one after the other: read, tick off, decide, next. */
export function ReviewPage() {
  const t = useT();
  const viewer = useViewer();
  useTitle(t('listing.review'));
  const organization = viewer?.memberships.find(({ organization }) => organization)?.organization;
  return (
    <div className={styles.page}>
      <header>
        <h1>{t('listing.review')}</h1>
        <p className={styles.keys}>{t('listing.review.keys')}</p>
      </header>
      {organization && <Queue organizationId={organization.id} />}
    </div>
  );
}

function Queue({ organizationId }: { organizationId: string }) {
  const t = useT();
  const { locale } = useLocale();
  const { dateTime } = useFormats();
  const { at } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(queueQuery(organizationId, locale));
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.listings.nodes.map((row) => readFragment(ReviewRowFragmentDoc, row)));
  const count = pages[0]?.listings.totalCount ?? rows.length;
  const place = Math.max(
    0,
    rows.findIndex(({ id }) => id === at),
  );
  const go = (next: number) => {
    const id = rows[next]?.id;
    if (!id && next > 0 && query.hasNextPage) void query.fetchNextPage();
    if (id) void navigate({ search: { at: id }, replace: true, resetScroll: false });
  };
  const turn = useEffectEvent((step: number) => go(place + step));
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (target.closest('input:not([type=checkbox]), textarea, select, dialog')) return;
      if (event.key === 'j') turn(1);
      if (event.key === 'k') turn(-1);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);

  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  // Whoever comes by a link may mean one further down, which is not loaded yet.
  const isFurther = at !== undefined && query.hasNextPage && rows.every(({ id }) => id !== at);
  const current = isFurther ? at : rows[place]?.id;
  if (!current)
    return (
      <Empty title={t('listing.review.none')}>
        <p>{t('listing.review.none.text')}</p>
      </Empty>
    );
  return (
    <div className={styles.columns}>
      <div className={styles.waiting}>
        <h2>{t('listing.review.queue', { count })}</h2>
        <ol className={styles.queue} aria-label={t('listing.review.queue', { count })}>
          {rows.map((row, at) => (
            <li key={row.id}>
              <button type="button" aria-current={row.id === current ? 'true' : undefined} onClick={() => go(at)}>
                <b>
                  <Bilingual texts={row.title} tag={false} />
                </b>
                <small>
                  {row.submittedAt && dateTime(row.submittedAt)} {row.submittedBy?.name}
                </small>
                <Tag tone={row.revisionState ? 'sky' : 'plain'}>
                  {t(row.revisionState ? 'listing.review.changed' : 'listing.review.fresh')}
                </Tag>
              </button>
            </li>
          ))}
        </ol>
        {query.hasNextPage && (
          <Button size="s" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('listing.table.more')}
          </Button>
        )}
      </div>
      <Reviewed
        key={current}
        id={current}
        onDecided={() => go(isFurther ? 0 : place + 1 < rows.length ? place + 1 : place - 1)}
      />
    </div>
  );
}
