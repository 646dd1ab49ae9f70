import { useQuery } from '@tanstack/react-query';

import { useViewer } from '@/features/account';
import type { ViewerQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';

import { Actions } from './components/Actions';
import { Figures } from './components/Figures';
import { Setup } from './components/Setup';
import { nextActions } from './model';
import { workbenchQuery } from './queries';
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
  const query = useQuery(workbenchQuery(viewer, locale));
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const steps = stepsOf(query.data);
  const hasWork = viewer.workAreas.length > 0;
  return (
    <div className={styles.parts}>
      {steps && <Setup steps={steps} invitations={query.data.viewer?.invitations ?? []} />}
      {(hasWork || !steps) && <Actions actions={nextActions(query.data)} />}
      <Figures groups={figuresOf(query.data)} />
    </div>
  );
}
