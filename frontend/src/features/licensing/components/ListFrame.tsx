import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useViewer } from '@/features/account';
import type { LicenseParty } from '@/gql/graphql';
import { useT, type MessageId } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button, ButtonLink } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs, type Tab } from '@/ui/Tabs';

import { SIDES, type ListSearch } from '../search';
import styles from './ListFrame.module.css';

const SIDE_TITLES: Record<LicenseParty, MessageId> = {
  LICENSOR: 'licensing.side.licensor',
  LICENSEE: 'licensing.side.licensee',
};

interface Props<Page, State extends string> {
  to: LinkProps['to'];
  title: string;
  lead: string;
  search: ListSearch<State>;
  states: readonly State[];
  stateLabel: (state: State) => string;
  /** Which of the states asks for something to be done. */
  waiting?: State;
  /** How many there are in each state that there is, once it is known. */
  counts: readonly { state: State; count: number }[] | undefined;
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  isEmpty: boolean;
  /** What a list like this is for, when there never was anything in it. */
  emptyText: string;
  children: ReactNode;
}

/** A list of both sides: tabs for the sides, where somebody is on both, and for the states; then the rows, page by page. */
export function ListFrame<Page, State extends string>(props: Props<Page, State>) {
  const { to, search, states, stateLabel, counts, query } = props;
  const t = useT();
  const areas = useViewer()?.workAreas ?? [];
  const link = (change: ListSearch<State>) => ({ to, search: { ...search, ...change } }) as LinkProps;
  const none = undefined as unknown as never;
  const sides: Tab[] = [
    { key: 'both', label: t('licensing.side.both'), link: link({ side: none }) },
    ...SIDES.map((side) => ({ key: side, label: t(SIDE_TITLES[side]), link: link({ side }) })),
  ];
  const tabs: Tab[] = [
    {
      key: 'all',
      label: t('licensing.state.all'),
      count: counts?.reduce((all, { count }) => all + count, 0),
      link: link({ state: none }),
    },
    ...states.map((state) => ({
      key: state as string,
      label: stateLabel(state),
      count: counts && (counts.find((one) => one.state === state)?.count ?? 0),
      isWaiting: state === props.waiting,
      link: link({ state }),
    })),
  ];
  const isBoth = areas.includes('HOLDING') && areas.includes('SEEKING');
  const isFiltered = search.state !== undefined || search.side !== undefined;
  return (
    <div className={styles.page}>
      <PageHead title={props.title} lead={props.lead} />
      {(isBoth || search.side) && <Tabs label={t('licensing.sides')} tabs={sides} current={search.side ?? 'both'} />}
      <Tabs label={t('licensing.states')} tabs={tabs} current={search.state ?? 'all'} />
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && props.isEmpty && (
        <Empty title={isFiltered ? t('licensing.list.filtered') : props.emptyText}>
          {isFiltered ? (
            <ButtonLink {...link({ state: none, side: none })}>{t('licensing.list.all')}</ButtonLink>
          ) : (
            areas.includes('SEEKING') && (
              <ButtonLink to="/achievements" look="primary">
                {t('licensing.list.find')}
              </ButtonLink>
            )
          )}
        </Empty>
      )}
      {query.data && !props.isEmpty && (
        <div className={query.isPlaceholderData ? styles.old : undefined} aria-busy={query.isPlaceholderData}>
          {props.children}
        </div>
      )}
      {query.hasNextPage && !query.isPlaceholderData && (
        <div className={styles.more}>
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('licensing.list.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
