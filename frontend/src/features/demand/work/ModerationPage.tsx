import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import type { DemandFilterInput } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { readQueue, SHOWN, type QueueSearch } from './address';
import { DemandTable } from './DemandTable';
import { Find } from './Find';
import { queueFilter } from './queue';
import { rowsQuery } from './queries';
import styles from './Work.module.css';

const route = getRouteApi('/work/operation/demands');

/** Demands of all enterprises: first those that wait for the operator. What can be done is on the page of each. */
export function ModerationPage() {
  const t = useT();
  const { locale } = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter: DemandFilterInput = queueFilter(search);
  const query = useInfiniteQuery(rowsQuery(filter, locale));
  const change = (next: QueueSearch) => void navigate({ search: () => readQueue({ ...next }), resetScroll: false });
  useTitle(t('demand.moderation'));
  return (
    <div className={styles.page}>
      <PageHead title={t('demand.moderation')} lead={t('demand.moderation.lead')} />
      <Tabs
        label={t('demand.own.tabs')}
        current={search.show ?? 'new'}
        tabs={SHOWN.map((show) => ({
          key: show,
          label: t(`demand.moderation.${show}`),
          link: { to: '/work/operation/demands', search: readQueue({ ...search, show }) as never },
        }))}
      />
      <Find value={search.q} onFind={(q) => change({ ...search, q })} />
      <DemandTable
        query={query}
        caption={t('demand.moderation')}
        withOwner
        empty={
          <Empty title={t(search.q ? 'demand.own.nothing' : 'demand.moderation.none')}>
            {search.q && <Button onClick={() => change({})}>{t('demand.filter.clear')}</Button>}
          </Empty>
        }
      />
    </div>
  );
}
