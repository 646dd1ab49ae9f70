import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { OperationDashboardQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { PageHead } from '@/ui/PageHead';

import { Body } from './components/Body';
import { useCounted, type Count } from './components/counted';
import { STATES } from './address';
import styles from './Operation.module.css';
import { dashboardQuery } from './queries';

/** What waits for the operator, and how much of everything there is; each number leads to what it counts. */
export function DashboardPage() {
  const t = useT();
  const { locale } = useLocale();
  const { dateTime } = useFormats();
  const query = useQuery(dashboardQuery(locale));
  useTitle(t('operation.dashboard'));
  return (
    <div className={styles.page} aria-busy={query.isFetching}>
      <PageHead
        title={t('operation.dashboard')}
        lead={query.data && t('operation.asOf', { time: dateTime(new Date(query.dataUpdatedAt).toISOString()) })}
      >
        <Button busy={query.isRefetching} onClick={() => void query.refetch()}>
          {t('operation.refresh')}
        </Button>
      </PageHead>
      <Body query={query} lines={12}>
        {(data) => <Numbers data={data} />}
      </Body>
    </div>
  );
}

function Numbers({ data }: { data: OperationDashboardQuery }) {
  const t = useT();
  const label = useLabel();
  const exact = (totalCount: number): Count => ({ totalCount, totalCountIsExact: true });
  return (
    <>
      <Part title={t('operation.due')}>
        <Number name={t('operation.show.waiting')} count={data.waiting} due to="/work/operation/organizations" />
        <Number
          name={t('operation.show.changing')}
          count={data.changing}
          due
          to="/work/operation/organizations"
          search={{ show: 'changing' }}
        />
        <Number
          name={t('operation.jobs.dead')}
          count={exact(data.deliverySummary.dead)}
          due
          to="/work/operation/jobs"
        />
        <Number
          name={t('operation.jobs.pending')}
          count={exact(data.deliverySummary.pending)}
          to="/work/operation/jobs"
        />
      </Part>
      <div className={styles.two}>
        <Part title={t('operation.nav.organizations')}>
          <Number
            name={t('operation.show.verified')}
            count={data.verified}
            to="/work/operation/organizations"
            search={{ show: 'verified' }}
          />
          <Number
            name={t('operation.show.rejected')}
            count={data.rejected}
            to="/work/operation/organizations"
            search={{ show: 'rejected' }}
          />
        </Part>
        <Part title={t('operation.licenses')}>
          <Number name={label('LicenseState', 'ACTIVE')} count={data.licensesActive} />
          <Number name={label('LicenseState', 'ENDED')} count={data.licensesEnded} />
        </Part>
      </div>
      <Part title={t('operation.listings')}>
        {STATES.map((state) => (
          <Number
            key={state}
            name={label('ListingState', state)}
            count={data[state]}
            to="/work/operation/moderation"
            search={{ state }}
          />
        ))}
      </Part>
      <Part title={t('operation.requests')}>
        <Number name={label('LicenseRequestState', 'SUBMITTED')} count={data.requestsSubmitted} />
        <Number name={label('LicenseRequestState', 'GRANTED')} count={data.requestsGranted} />
        <Number name={label('LicenseRequestState', 'REJECTED')} count={data.requestsRejected} />
        <Number name={label('LicenseRequestState', 'WITHDRAWN')} count={data.requestsWithdrawn} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2>{title}</h2>
      <ul className={styles.numbers}>{children}</ul>
    </section>
  );
}

/** A number and what it counts. `due`: somebody waits for it to become nothing. */
function Number({
  name,
  count,
  due = false,
  to,
  search,
}: {
  name: string;
  count: Count;
  due?: boolean;
  to?: LinkProps['to'];
  search?: Record<string, string>;
}) {
  const counted = useCounted();
  const inside = (
    <>
      <b>{counted(count)}</b>
      <span>{name}</span>
    </>
  );
  const look = cx(styles.number, due && count.totalCount > 0 && styles.isDue);
  return (
    <li>
      {to ? (
        <Link to={to} search={(search ?? {}) as never} className={look}>
          {inside}
        </Link>
      ) : (
        <p className={look}>{inside}</p>
      )}
    </li>
  );
}
