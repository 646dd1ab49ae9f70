import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { usePower } from '@/features/operation';
import { readFragment } from '@/gql';
import { OwnDemandRowFragmentDoc, type DemandFilterInput } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { readQueue, SHOWN, type QueueSearch } from './address';
import { Bulk, type Chosen } from './Bulk';
import { DemandTable } from './DemandTable';
import { Find } from './Find';
import { queueFilter } from './queue';
import { rowsQuery } from './queries';
import styles from './Work.module.css';

const route = getRouteApi('/work/operation/demands');

/**
 * Demands of all enterprises: first those that wait for the operator. Many can be decided about
 * at once; what needs notes is done on the page of each.
 */
export function ModerationPage() {
  const t = useT();
  const { locale } = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter: DemandFilterInput = queueFilter(search);
  const query = useInfiniteQuery(rowsQuery(filter, locale, true));
  const change = (next: QueueSearch) => void navigate({ search: () => readQueue({ ...next }), resetScroll: false });
  const decides = usePower();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = (query.data?.pages ?? []).flatMap((page) => page.demands.nodes.filter(({ id }) => chosen.has(id)));
  const looked = rows.map(({ id, version, availableTransitions, ...row }): Chosen => {
    const title = pick(readFragment(OwnDemandRowFragmentDoc, row).title, locale)?.text ?? t('demand.untitled');
    return { id, title, version: version ?? 0, availableTransitions: availableTransitions ?? [] };
  });
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
        choosing={decides ? { chosen, onChoose: setChosen } : undefined}
        empty={
          <Empty title={t(search.q ? 'demand.own.nothing' : 'demand.moderation.none')}>
            {search.q && <Button onClick={() => change({})}>{t('demand.filter.clear')}</Button>}
          </Empty>
        }
      />
      <Bulk rows={looked} onClear={() => setChosen(new Set())} />
    </div>
  );
}
