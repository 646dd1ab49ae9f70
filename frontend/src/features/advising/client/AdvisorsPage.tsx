import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { useViewer } from '@/features/account';
import { Prose } from '@/features/achievement';
import { readFragment } from '@/gql';
import { AdvisorCardFragmentDoc, type AdvisorCardFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';
import { Tag } from '@/ui/Tag';

import styles from '../Advising.module.css';
import { More } from '../More';
import { ADVISOR_TABS, readAdvisors } from './address';
import { MandateDialog } from './MandateDialog';
import { Mandates } from './Mandates';
import { advisorsQuery } from './queries';
import { Requests } from './Requests';

const route = getRouteApi('/work/advisors');

type Firm = { id: string; name: string };

/** The advisors whom the district has appointed, and what the enterprise lets them do. */
export function AdvisorsPage() {
  const t = useT();
  const { tab = 'advisors' } = route.useSearch();
  const viewer = useViewer();
  const firms = (viewer?.memberships ?? [])
    .filter(({ state }) => state === 'ACTIVE')
    .flatMap(({ organization }) => (organization?.kind === 'ENTERPRISE' ? [organization] : []));
  useTitle(t('advising.advisors'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.advisors')} lead={t('advising.advisors.lead')} />
      <Tabs
        label={t('advising.advisors.tabs')}
        current={tab}
        tabs={ADVISOR_TABS.map((key) => ({
          key,
          label: t(`advising.advisors.${key}`),
          link: { to: '/work/advisors', search: readAdvisors({ tab: key }) as never },
        }))}
      />
      {tab === 'advisors' ? (
        <Advisors firms={firms} />
      ) : (
        <>
          <Requests />
          <Mandates />
        </>
      )}
    </div>
  );
}

function Advisors({ firms }: { firms: readonly Firm[] }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useInfiniteQuery(advisorsQuery(locale));
  const [granting, setGranting] = useState<AdvisorCardFragment>();
  const advisors = readFragment(
    AdvisorCardFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.advisors.nodes),
  );
  return (
    <section aria-label={t('advising.advisors.advisors')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={10} />}
      {query.data && advisors.length === 0 && (
        <Empty title={t('advising.advisors.none')}>
          <p>{t('advising.advisors.none.text')}</p>
        </Empty>
      )}
      {advisors.length > 0 && (
        <ul className={styles.list}>
          {advisors.map((advisor) => (
            <li key={advisor.id} className={styles.item}>
              <AdvisorLine advisor={advisor} />
              {firms.length > 0 && advisor.available && (
                <div>
                  <Button
                    size="s"
                    aria-label={t('advising.mandate.grant.to', { name: advisor.name ?? '–' })}
                    onClick={() => setGranting(advisor)}
                  >
                    {t('advising.mandate.grant')}
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <More query={query} />
      {granting && <MandateDialog advisor={granting} firms={firms} onClose={() => setGranting(undefined)} />}
    </section>
  );
}

function AdvisorLine({ advisor }: { advisor: AdvisorCardFragment }) {
  const t = useT();
  const label = useLabel();
  const { list, date } = useFormats();
  const { profile } = advisor;
  return (
    <>
      <div className={styles.itemHead}>
        <h2 className={styles.person}>
          {advisor.name ?? '–'} <span className={styles.quiet}>{advisor.organization?.name}</span>
        </h2>
        <span className={styles.tags}>
          {advisor.grade && <Tag tone="sky">{label('AdvisorGrade', advisor.grade)}</Tag>}
          {!advisor.available && <Tag>{t('advising.advisors.busy')}</Tag>}
        </span>
      </div>
      <div className={styles.prose}>
        <Prose texts={profile.about} />
      </div>
      <p className={styles.tags}>
        {profile.chains.map((chain) => (
          <Tag key={chain}>{label('IndustryChain', chain)}</Tag>
        ))}
        {profile.ipc.map((code) => (
          <Tag key={code}>{code}</Tag>
        ))}
      </p>
      {profile.regionNames.length > 0 && (
        <p className={styles.quiet}>{t('advising.advisors.regions', { regions: profile.regionNames.join(' · ') })}</p>
      )}
      <p className={styles.quiet}>
        {[
          profile.languages.length > 0 && list(profile.languages.map((one) => label('WorkingLanguage', one))),
          advisor.termUntil && t('advising.advisors.until', { date: date(advisor.termUntil) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  );
}
