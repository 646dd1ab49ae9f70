import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { TONES } from './model';
import { organizationsQuery } from './queries';
import styles from './Settings.module.css';

/** The organizations that the viewer sits in, and the way to register another one. */
export function OrganizationsPage() {
  const t = useT();
  const label = useLabel();
  const { list } = useFormats();
  const { locale } = useLocale();
  const query = useQuery(organizationsQuery(locale));
  const seats = query.data?.viewer?.memberships ?? [];
  const invitations = query.data?.viewer?.invitations.length ?? 0;
  useTitle(t('settings.organizations'));
  const register = (
    <ButtonLink to="/work/organizations/new" look={seats.length === 0 ? 'primary' : 'plain'}>
      {t('settings.register')}
    </ButtonLink>
  );
  return (
    <div className={styles.page}>
      <PageHead title={t('settings.organizations')} lead={t('settings.organizations.lead')}>
        {register}
      </PageHead>
      {invitations > 0 && (
        <Notice tone="bloom">
          <Link to="/account">{t('settings.invited', { count: invitations })}</Link>
        </Notice>
      )}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={4} />}
      {query.data && seats.length === 0 && (
        <Empty title={t('settings.none')}>
          <p>{t('settings.none.text')}</p>
          {register}
        </Empty>
      )}
      {seats.length > 0 && (
        <ul className={styles.list}>
          {seats.map(({ id, roles, state, organization }) =>
            organization ? (
              <li key={id}>
                <div>
                  <Link to="/work/organizations/$id" params={{ id: organization.id }} className={styles.name}>
                    {organization.name}
                  </Link>
                  <p className={styles.quiet}>
                    {label('OrganizationKind', organization.kind)} ·{' '}
                    {t('settings.yourRoles', { roles: list(roles.map((role) => label('Role', role))) })}
                  </p>
                </div>
                <p className={styles.tags}>
                  <Tag tone={TONES[organization.verification]}>
                    {label('OrganizationVerification', organization.verification)}
                  </Tag>
                  {organization.pendingChange && <Tag tone="bloom">{t('settings.changeWaits')}</Tag>}
                  {state === 'SUSPENDED' && <Tag tone="clay">{label('MembershipState', state)}</Tag>}
                </p>
              </li>
            ) : null,
          )}
        </ul>
      )}
    </div>
  );
}
