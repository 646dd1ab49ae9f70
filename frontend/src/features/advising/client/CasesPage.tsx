import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { CaseCardFragmentDoc } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { todayInChina } from '@/lib/today';
import { ButtonLink } from '@/ui/Button';
import { DataTable } from '@/ui/DataTable';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import styles from '../Advising.module.css';
import { Next } from '../board/marks';
import { CLOSED, OPEN } from '../board/model';
import { tableQuery } from '../board/queries';
import { More } from '../More';
import { CaseStateTag } from '../words';
import { CASE_TABS, readCases } from './address';

const route = getRouteApi('/work/cases/');

/** What an enterprise has asked advisors for, and how far it has come. */
export function CasesPage() {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const viewer = useViewer();
  const [today] = useState(todayInChina);
  const { tab = 'open' } = route.useSearch();
  // Somebody may be a client here and an advisor elsewhere; this page is the client's.
  const firms = (viewer?.memberships ?? []).filter(({ state, organization }) => state === 'ACTIVE' && organization);
  const only = firms.length === 1 ? firms[0]?.organization?.id : undefined;
  const query = useInfiniteQuery({
    ...tableQuery({ states: tab === 'open' ? OPEN : CLOSED, ...(only ? { organizationId: only } : {}) }, locale),
    enabled: viewer !== undefined,
  });
  const rows = readFragment(
    CaseCardFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.brokerCases.nodes),
  );
  useTitle(t('advising.cases'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.cases')} lead={t('advising.cases.lead')}>
        <ButtonLink to="/work/advisors">{t('advising.cases.advisors')}</ButtonLink>
      </PageHead>
      <p className={styles.quiet}>{t('advising.reveals')}</p>
      <Tabs
        label={t('advising.cases.tabs')}
        current={tab}
        tabs={CASE_TABS.map((key) => ({
          key,
          label: t(`advising.cases.${key}`),
          link: { to: '/work/cases', search: readCases({ tab: key }) as never },
        }))}
      />
      <section aria-label={t('advising.cases')} aria-busy={query.isFetching} className={styles.rows}>
        {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton lines={8} />}
        {query.data && rows.length === 0 && (
          <Empty title={t('advising.cases.none')}>
            <p>{t('advising.cases.none.text')}</p>
            <ButtonLink to="/work/demands">{t('advising.cases.none.go')}</ButtonLink>
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            caption={t('advising.cases')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'title',
                title: t('advising.col.case'),
                isHead: true,
                cell: ({ id, title }) => (
                  <Link to="/work/cases/$id" params={{ id }}>
                    {(title && pick(title, locale)?.text) ?? t('advising.case.hidden')}
                  </Link>
                ),
              },
              { key: 'state', title: t('advising.col.state'), cell: ({ state }) => <CaseStateTag state={state} /> },
              {
                key: 'advisor',
                title: t('advising.col.advisor'),
                cell: ({ advisor }) => advisor?.name ?? t('advising.cases.nobody'),
              },
              {
                key: 'next',
                title: t('advising.col.next'),
                cell: (card) => <Next card={card} today={today} />,
              },
              { key: 'opened', title: t('advising.col.opened'), cell: ({ createdAt }) => date(createdAt) },
            ]}
          />
        )}
        <More query={query} />
      </section>
    </div>
  );
}
