import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { AdvisorRowFragmentDoc, type AdvisorFilterInput } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { DataTable } from '@/ui/DataTable';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import styles from '../Advising.module.css';
import { More } from '../More';
import { operationAdvisorsQuery } from '../people/queries';
import { AdvisorStateTag } from '../words';
import { readAdvisors, SHOWN, type Shown } from './address';

const route = getRouteApi('/work/operation/advisors/');

const FILTERS: Record<Shown, AdvisorFilterInput> = {
  appointed: { states: ['ACTIVE', 'PAUSED'] },
  waiting: { states: ['APPLIED', 'VETTED'] },
  over: { states: ['ENDED', 'REMOVED'] },
  all: {},
};

/** The district's advisors: who waits for an appointment, who is appointed, and how much they carry. */
export function OperationAdvisorsPage() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date, list } = useFormats();
  const { show = 'appointed' } = route.useSearch();
  const query = useInfiniteQuery(operationAdvisorsQuery(FILTERS[show], locale));
  const rows = readFragment(
    AdvisorRowFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.advisors.nodes),
  );
  useTitle(t('advising.district'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.district')} lead={t('advising.district.lead')} />
      <Tabs
        label={t('advising.district.tabs')}
        current={show}
        tabs={SHOWN.map((key) => ({
          key,
          label: t(`advising.district.${key}`),
          link: { to: '/work/operation/advisors', search: readAdvisors({ show: key }) as never },
        }))}
      />
      <section aria-label={t('advising.district')} aria-busy={query.isFetching} className={styles.rows}>
        {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton lines={8} />}
        {query.data && rows.length === 0 && (
          <Empty title={t('advising.district.none')}>
            <p>{t('advising.district.none.text')}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            caption={t('advising.district')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'name',
                title: t('advising.col.advisor'),
                isHead: true,
                cell: ({ id, name }) => (
                  <Link to="/work/operation/advisors/$id" params={{ id }}>
                    {name ?? '–'}
                  </Link>
                ),
              },
              {
                key: 'organization',
                title: t('advising.col.organization'),
                cell: ({ organization }) => organization?.name ?? '–',
              },
              { key: 'state', title: t('advising.col.state'), cell: ({ state }) => <AdvisorStateTag state={state} /> },
              {
                key: 'grade',
                title: t('advising.appointment.grade'),
                cell: ({ grade }) => (grade ? label('AdvisorGrade', grade) : '–'),
              },
              {
                key: 'fields',
                title: t('advising.col.fields'),
                cell: ({ profile }) => list(profile.chains.map((chain) => label('IndustryChain', chain))) || '–',
              },
              {
                key: 'cases',
                title: t('advising.col.cases'),
                cell: ({ id }) => (
                  <Link to="/work/advising" search={{ view: 'table', advisor: id }}>
                    {t('advising.col.cases.show')}
                  </Link>
                ),
              },
              {
                key: 'until',
                title: t('advising.appointment.until'),
                cell: ({ termUntil }) => (termUntil ? date(termUntil) : '–'),
              },
            ]}
          />
        )}
        <More query={query} />
      </section>
    </div>
  );
}
