import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { readFragment } from '@/gql';
import { AdvisorDetailFragmentDoc, type AdvisorDetailFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { todayInChina } from '@/lib/today';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import { AdvisorSteps } from './AdvisorSteps';
import { Figures } from './Figures';
import { PERIODS } from './address';
import { daysOf } from './model';
import { ProfileForm } from './ProfileForm';
import { figuresQuery, ownQuery } from './queries';
import { StandingTies } from './StandingTies';

const route = getRouteApi('/work/advising/profile');

/** What an advisor says of the own work, which ties they have, and what their work came to. */
export function ProfilePage() {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(ownQuery(locale));
  useTitle(t('advising.profile'));
  if (query.isPending) return <Skeleton lines={14} />;
  if (query.isError && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const own = readFragment(AdvisorDetailFragmentDoc, query.data.viewerAdvisor);
  return (
    <div className={styles.page}>
      <PageHead
        title={t('advising.profile')}
        lead={t(own ? 'advising.profile.lead' : 'advising.profile.apply.lead')}
        tags={own && <Standing own={own} />}
      />
      {own ? <Own own={own} /> : <ProfileForm />}
    </div>
  );
}

function Standing({ own }: { own: AdvisorDetailFragment }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  return (
    <>
      <Tag tone={own.state === 'ACTIVE' ? 'leaf' : own.state === 'REMOVED' ? 'clay' : 'bloom'}>
        {label('AdvisorState', own.state)}
      </Tag>
      {own.grade && <Tag tone="sky">{label('AdvisorGrade', own.grade)}</Tag>}
      {own.termFrom && own.termUntil && (
        <span>{t('advising.mandate.days', { from: date(own.termFrom), until: date(own.termUntil) })}</span>
      )}
    </>
  );
}

function Own({ own }: { own: AdvisorDetailFragment }) {
  const t = useT();
  const { locale } = useLocale();
  const [today] = useState(todayInChina);
  const { period = 'quarter' } = route.useSearch();
  const figures = useQuery(figuresQuery(own.id, daysOf(period, today), locale));
  return (
    <>
      {own.reason && <Notice tone="clay">{own.reason}</Notice>}
      <section className={styles.part} aria-labelledby="figures">
        <h2 id="figures">{t('advising.figures')}</h2>
        <Tabs
          label={t('advising.figures.period')}
          current={period}
          tabs={PERIODS.map((key) => ({
            key,
            label: t(`advising.period.${key}`),
            link: { to: '/work/advising/profile', search: (key === 'quarter' ? {} : { period: key }) as never },
          }))}
        />
        {figures.isPending && <Skeleton lines={4} />}
        {figures.isError && <ErrorBox error={asApiError(figures.error)} onRetry={() => void figures.refetch()} />}
        {figures.data?.advisorFigures && <Figures figures={figures.data.advisorFigures} />}
      </section>
      <div className={styles.columns}>
        <div className={styles.main}>
          <ProfileForm own={own} />
        </div>
        <aside className={styles.side} aria-label={t('advising.ties.standing')}>
          <AdvisorSteps advisor={own} />
          <StandingTies advisor={own} isSelf />
        </aside>
      </div>
    </>
  );
}
