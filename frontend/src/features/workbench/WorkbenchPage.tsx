import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';

import { useViewer } from '@/features/account';
import { MyDemands } from '@/features/demand';
import type { ViewerQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { todayInChina } from '@/lib/today';
import { ButtonLink } from '@/ui/Button';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { Actions } from './components/Actions';
import { Figures } from './components/Figures';
import { Setup } from './components/Setup';
import { ownDemands } from './demanding';
import { nextActions } from './model';
import { casesQuery, demandsQuery, workbenchQuery } from './queries';
import { figuresOf, stepsOf } from './standing';
import styles from './WorkbenchPage.module.css';

/** Where somebody begins the day: what is to be done next, and how things stand. */
export function WorkbenchPage() {
  const t = useT();
  const viewer = useViewer();
  useTitle(t('work.nav.workbench'));
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('work.nav.workbench')}</h1>
        {viewer && <p>{viewer.memberships.flatMap(({ organization }) => organization?.name ?? []).join(' · ')}</p>}
      </header>
      {viewer?.mustEnrollSecondFactor && (
        <Empty title={t('workbench.factor')}>
          <p>{t('workbench.factor.text')}</p>
          <ButtonLink to="/account" look="primary">
            {t('workbench.factor.go')}
          </ButtonLink>
        </Empty>
      )}
      {viewer && !viewer.mustEnrollSecondFactor && <Work viewer={viewer} />}
    </div>
  );
}

function Work({ viewer }: { viewer: NonNullable<ViewerQuery['viewer']> }) {
  const { locale } = useLocale();
  const [today] = useState(todayInChina);
  const work = useQuery(workbenchQuery(viewer, locale));
  const demands = useQuery(demandsQuery(viewer, locale));
  const cases = useQuery(casesQuery(viewer, locale));
  const queries = [work, demands, cases];
  // What comes in at the top later would move what somebody is about to press.
  if (queries.some(({ isLoading }) => isLoading)) return <Skeleton lines={8} />;
  const failed = queries.filter(({ isError, data }) => isError && !data);
  const retry = () => failed.forEach((query) => void query.refetch());
  const problem = failed[0] && <ErrorBox error={asApiError(failed[0].error)} onRetry={retry} />;
  if (!work.data) return problem;
  const found = { work: work.data, demands: demands.data, cases: cases.data };
  const steps = stepsOf(work.data);
  const hasWork = viewer.workAreas.length > 0;
  return (
    <div className={styles.parts}>
      {problem}
      {steps && <Setup steps={steps} invitations={work.data.viewer?.invitations ?? []} />}
      {(hasWork || !steps) && <Actions actions={nextActions({ ...found, today })} />}
      {demands.data && (
        <Suspense fallback={<Skeleton lines={3} />}>
          <MyDemands demands={ownDemands(demands.data)} />
        </Suspense>
      )}
      <Figures groups={figuresOf(found)} />
    </div>
  );
}
