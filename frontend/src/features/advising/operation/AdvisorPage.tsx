import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';

import { Prose } from '@/features/achievement';
import { readFragment } from '@/gql';
import { AdvisorDetailFragmentDoc, type AdvisorDetailFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { todayInChina } from '@/lib/today';
import { ButtonLink } from '@/ui/Button';
import { Facts } from '@/ui/Facts';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import { AdvisorSteps } from '../people/AdvisorSteps';
import { Figures } from '../people/Figures';
import { PERIODS } from '../people/address';
import { daysOf } from '../people/model';
import { advisorQuery } from '../people/queries';
import { StandingTies } from '../people/StandingTies';
import { AdvisorStateTag } from '../words';

const route = getRouteApi('/work/operation/advisors/$id');

/** One advisor before the operator: the application, the ties, the appointment, and what the work came to. */
export function OperationAdvisorPage() {
  const t = useT();
  const { id } = route.useParams();
  const { locale } = useLocale();
  const [today] = useState(todayInChina);
  const { period = 'quarter' } = route.useSearch();
  const query = useQuery(advisorQuery(id, daysOf(period, today), locale));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError && !query.data) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const advisor = readFragment(AdvisorDetailFragmentDoc, query.data.advisor);
  if (!advisor) return <NotFound />;
  return (
    <Shown advisor={advisor}>
      <section className={styles.part} aria-labelledby="figures">
        <h2 id="figures">{t('advising.figures')}</h2>
        <Tabs
          label={t('advising.figures.period')}
          current={period}
          tabs={PERIODS.map((key) => ({
            key,
            label: t(`advising.period.${key}`),
            link: {
              to: '/work/operation/advisors/$id',
              params: { id },
              search: (key === 'quarter' ? {} : { period: key }) as never,
            },
          }))}
        />
        <p className={styles.quiet}>{t('advising.figures.lead')}</p>
        {query.data.advisorFigures && <Figures figures={query.data.advisorFigures} />}
      </section>
    </Shown>
  );
}

function Shown({ advisor, children }: { advisor: AdvisorDetailFragment; children: React.ReactNode }) {
  const t = useT();
  const label = useLabel();
  const { date, list } = useFormats();
  const { profile } = advisor;
  useTitle(advisor.name ?? t('advising.district'));
  return (
    <article className={styles.page}>
      <PageHead
        above={<Link to="/work/operation/advisors">{t('advising.district')}</Link>}
        title={advisor.name ?? '–'}
        tags={
          <>
            <AdvisorStateTag state={advisor.state} />
            {advisor.grade && <Tag tone="sky">{label('AdvisorGrade', advisor.grade)}</Tag>}
            <span>{advisor.organization?.name}</span>
          </>
        }
      >
        <ButtonLink to="/work/advising" search={{ view: 'table', advisor: advisor.id }}>
          {t('advising.district.cases')}
        </ButtonLink>
      </PageHead>
      {advisor.reason && <Notice tone="clay">{advisor.reason}</Notice>}
      <div className={styles.columns}>
        <div className={styles.main}>
          {children}
          <section className={styles.part}>
            <h2>{t('advising.profile.what')}</h2>
            <div className={styles.prose}>
              <Prose texts={profile.about} />
            </div>
            <Facts
              rows={[
                [t('advising.profile.chains'), list(profile.chains.map((one) => label('IndustryChain', one)))],
                [t('advising.profile.ipc'), list([...profile.ipc])],
                [t('advising.profile.industries'), list([...profile.industries])],
                [t('advising.profile.languages'), list(profile.languages.map((one) => label('WorkingLanguage', one)))],
                [t('advising.profile.regions'), profile.regionNames.join(' · ')],
                [t('advising.profile.capacity'), profile.capacity],
                [t('advising.appointment.from'), advisor.termFrom && date(advisor.termFrom)],
                [t('advising.appointment.until'), advisor.termUntil && date(advisor.termUntil)],
              ]}
            />
          </section>
        </div>
        <aside className={styles.side} aria-label={t('advising.steps')}>
          <AdvisorSteps advisor={advisor} />
          <StandingTies advisor={advisor} isSelf={false} />
        </aside>
      </div>
    </article>
  );
}
