import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { OutcomeLineFragmentDoc, type OutcomeState } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import styles from '../Advising.module.css';
import { OutcomeCard } from '../case/OutcomeCard';
import { outcomesQuery } from '../case/queries';
import { More } from '../More';
import { OUTCOMES, readOutcomes, type OutcomesShown } from './address';
import { OutcomeActions } from './OutcomeActions';
import { Subsidies } from './Subsidies';

const route = getRouteApi('/work/operation/outcomes');

const STATES: Record<OutcomesShown, OutcomeState[]> = {
  waiting: ['CONFIRMED'],
  filed: ['FILED'],
  decided: ['VALIDATED', 'REFUSED'],
};

/** What came of cases: an operator decides which of it counts. */
export function OperationOutcomesPage() {
  const t = useT();
  const { locale } = useLocale();
  const { show = 'waiting' } = route.useSearch();
  const query = useInfiniteQuery(outcomesQuery({ states: STATES[show] }, locale));
  const rows = readFragment(
    OutcomeLineFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.caseOutcomes.nodes),
  );
  useTitle(t('advising.decide'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.decide')} lead={t('advising.decide.lead')} />
      <Tabs
        label={t('advising.decide.tabs')}
        current={show}
        tabs={OUTCOMES.map((key) => ({
          key,
          label: t(`advising.decide.tab.${key}`),
          link: { to: '/work/operation/outcomes', search: readOutcomes({ show: key }) as never },
        }))}
      />
      <section aria-label={t('advising.decide')} aria-busy={query.isFetching} className={styles.rows}>
        {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton lines={8} />}
        {query.data && rows.length === 0 && (
          <Empty title={t('advising.decide.none')}>
            <p>{t('advising.decide.none.text')}</p>
          </Empty>
        )}
        {rows.length > 0 && (
          <ul className={styles.list}>
            {rows.map((outcome) => (
              <li key={outcome.id}>
                <OutcomeCard outcome={outcome} withCase>
                  <OutcomeActions outcome={outcome} />
                </OutcomeCard>
              </li>
            ))}
          </ul>
        )}
        <More query={query} />
      </section>
      <Subsidies />
    </div>
  );
}
