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
import { Empty, Notice } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import type { Choosing } from '@/ui/useChoosing';

import { readQueue, SHOWN, type QueueSearch } from './address';
import { Bulk, type Chosen } from './Bulk';
import { DemandTable } from './DemandTable';
import { Find } from './Find';
import { queueFilter } from './queue';
import { rowsQuery } from './queries';
import { heldIn, ticksOf, type Ticks } from './ticks';
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
  // What was ticked in one list is not meant in another.
  const list = JSON.stringify(filter);
  const [ticked, setTicked] = useState<{ list: string; ticks: Ticks }>();
  const ticks: Ticks = ticked?.list === list ? ticked.ticks : new Map();
  const rows = (query.data?.pages ?? []).flatMap((page) => page.demands.nodes);
  const held = heldIn(rows, ticks);
  const lost = ticks.size - held.length;
  const looked = held.map(({ id, version, availableTransitions, ...row }): Chosen => {
    const title = pick(readFragment(OwnDemandRowFragmentDoc, row).title, locale)?.text ?? t('demand.untitled');
    return { id, title, version, availableTransitions: availableTransitions ?? [] };
  });
  const choosing: Choosing = {
    chosen: new Set(held.map(({ id }) => id)),
    // While another list is on its way, the rows are still those of the one before.
    onChoose: (chosen) => !query.isPlaceholderData && setTicked({ list, ticks: ticksOf(rows, chosen) }),
  };
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
      <div role="status">
        {lost > 0 && <Notice tone="clay">{t('demand.moderation.moved', { count: lost })}</Notice>}
      </div>
      <DemandTable
        query={query}
        caption={t('demand.moderation')}
        withOwner
        choosing={decides ? choosing : undefined}
        empty={
          <Empty title={t(search.q ? 'demand.own.nothing' : 'demand.moderation.none')}>
            {search.q && <Button onClick={() => change({})}>{t('demand.filter.clear')}</Button>}
          </Empty>
        }
      />
      <Bulk rows={looked} onClear={() => setTicked(undefined)} />
    </div>
  );
}
