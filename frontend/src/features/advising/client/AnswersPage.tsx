import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { CaseTieFragmentDoc, IntroductionLineFragmentDoc, OutcomeLineFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import styles from '../Advising.module.css';
import { IntroductionCard } from '../case/Introductions';
import { OutcomeCard } from '../case/OutcomeCard';
import { consentsQuery, introductionsQuery, outcomesQuery } from '../case/queries';
import { TieLine } from '../case/Ties';
import { More } from '../More';
import { ANSWER_TABS, readAnswers } from './address';

const route = getRouteApi('/work/introductions/');

/** What advisors say about one's own organization, to be confirmed or not: nothing counts that only they say. */
export function AnswersPage() {
  const t = useT();
  const { tab = 'introductions' } = route.useSearch();
  useTitle(t('advising.answers'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.answers')} lead={t('advising.answers.lead')} />
      <Tabs
        label={t('advising.answers.tabs')}
        current={tab}
        tabs={ANSWER_TABS.map((key) => ({
          key,
          label: t(`advising.answers.${key}`),
          link: { to: '/work/introductions', search: readAnswers({ tab: key }) as never },
        }))}
      />
      {tab === 'introductions' && <Introductions />}
      {tab === 'outcomes' && <Outcomes />}
      {tab === 'ties' && <Consents />}
    </div>
  );
}

function Introductions() {
  const t = useT();
  const { locale } = useLocale();
  const query = useInfiniteQuery(introductionsQuery(locale));
  const rows = readFragment(
    IntroductionLineFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.introductions.nodes),
  );
  return (
    <section aria-label={t('advising.answers.introductions')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={8} />}
      {query.data && rows.length === 0 && (
        <Empty title={t('advising.answers.introductions.none')}>
          <p>{t('advising.answers.introductions.none.text')}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <ul className={styles.list}>
          {rows.map((one) => (
            <li key={one.id}>
              <IntroductionCard introduction={one} withCase />
            </li>
          ))}
        </ul>
      )}
      <More query={query} />
    </section>
  );
}

function Outcomes() {
  const t = useT();
  const { locale } = useLocale();
  const query = useInfiniteQuery(outcomesQuery({}, locale));
  const rows = readFragment(
    OutcomeLineFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.caseOutcomes.nodes),
  );
  return (
    <section aria-label={t('advising.answers.outcomes')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={8} />}
      {query.data && rows.length === 0 && (
        <Empty title={t('advising.answers.outcomes.none')}>
          <p>{t('advising.answers.outcomes.none.text')}</p>
        </Empty>
      )}
      {rows.length > 0 && (
        <ul className={styles.list}>
          {rows.map((one) => (
            <li key={one.id}>
              <OutcomeCard outcome={one} withCase />
            </li>
          ))}
        </ul>
      )}
      <More query={query} />
    </section>
  );
}

function Consents() {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(consentsQuery(locale));
  const ties = readFragment(CaseTieFragmentDoc, query.data?.pendingConsents ?? []);
  return (
    <section aria-label={t('advising.answers.ties')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={6} />}
      {query.data && ties.length === 0 && (
        <Empty title={t('advising.answers.ties.none')}>
          <p>{t('advising.answers.ties.none.text')}</p>
        </Empty>
      )}
      {ties.length > 0 && (
        <ul className={styles.list}>
          {ties.map((tie) => (
            <TieLine key={tie.id} tie={tie} />
          ))}
        </ul>
      )}
    </section>
  );
}
