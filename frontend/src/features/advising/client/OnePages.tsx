import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import {
  IntroductionLineFragmentDoc,
  MandateLineFragmentDoc,
  MandateRequestLineFragmentDoc,
  OutcomeLineFragmentDoc,
} from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Skeleton } from '@/ui/States';

import styles from '../Advising.module.css';
import { IntroductionCard } from '../case/Introductions';
import { OutcomeCard } from '../case/OutcomeCard';
import { introductionQuery, outcomeQuery } from '../case/queries';
import { OutcomeActions } from '../operation/OutcomeActions';
import { MandateCard } from './MandateCard';
import { mandateQuery, requestQuery } from './queries';
import { RequestCard } from './RequestCard';

const introductionRoute = getRouteApi('/work/introductions/$id');
const outcomeRoute = getRouteApi('/work/outcomes/$id');
const mandateRoute = getRouteApi('/work/mandates/$id');
const requestRoute = getRouteApi('/work/mandate-requests/$id');

/** One introduction: where a message about it leads. */
export function IntroductionPage() {
  const t = useT();
  const { id } = introductionRoute.useParams();
  const { locale } = useLocale();
  const query = useQuery(introductionQuery(id, locale));
  useTitle(t('advising.introduction'));
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const found = readFragment(IntroductionLineFragmentDoc, query.data.introduction);
  if (!found) return <NotFound />;
  return (
    <article className={styles.page}>
      <PageHead
        above={<Link to="/work/introductions">{t('advising.answers')}</Link>}
        title={t('advising.introduction')}
        lead={t('advising.introduction.lead')}
      />
      <IntroductionCard introduction={found} withCase />
    </article>
  );
}

/** One outcome: to be confirmed by a side, or decided by an operator. */
export function OutcomePage() {
  const t = useT();
  const { id } = outcomeRoute.useParams();
  const { locale } = useLocale();
  const query = useQuery(outcomeQuery(id, locale));
  useTitle(t('advising.outcome'));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const found = readFragment(OutcomeLineFragmentDoc, query.data.caseOutcome);
  if (!found) return <NotFound />;
  return (
    <article className={styles.page}>
      <PageHead
        above={
          <Link to="/work/introductions" search={{ tab: 'outcomes' }}>
            {t('advising.answers.outcomes')}
          </Link>
        }
        title={t('advising.outcome')}
        lead={t('advising.outcome.lead')}
      />
      <OutcomeCard outcome={found} withCase>
        <OutcomeActions outcome={found} />
      </OutcomeCard>
    </article>
  );
}

/** One mandate: where a message about it leads. */
export function MandatePage() {
  const t = useT();
  const { id } = mandateRoute.useParams();
  const { locale } = useLocale();
  const query = useQuery(mandateQuery(id, locale));
  useTitle(t('advising.mandate'));
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const found = readFragment(MandateLineFragmentDoc, query.data.mandate);
  if (!found) return <NotFound />;
  return (
    <article className={styles.page}>
      <PageHead title={t('advising.mandate')} lead={t('advising.mandate.lead')} />
      <MandateCard mandate={found} />
    </article>
  );
}

/** One question for a mandate: where a message about it leads. */
export function MandateRequestPage() {
  const t = useT();
  const { id } = requestRoute.useParams();
  const { locale } = useLocale();
  const query = useQuery(requestQuery(id, locale));
  useTitle(t('advising.request'));
  if (query.isPending) return <Skeleton lines={6} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const found = readFragment(MandateRequestLineFragmentDoc, query.data.mandateRequest);
  if (!found) return <NotFound />;
  return (
    <article className={styles.page}>
      <PageHead title={t('advising.request')} lead={t('advising.request.lead')} />
      <RequestCard request={found} />
    </article>
  );
}
