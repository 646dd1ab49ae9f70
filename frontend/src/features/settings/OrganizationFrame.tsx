import { getRouteApi, Link, Outlet } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useLabel, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { TONES } from './model';
import { useOrganization } from './queries';
import styles from './Settings.module.css';

const route = getRouteApi('/work/organizations/$id');

/** Who reads an organization from inside: its members, and who looks after the platform. */
export function useInside(id: string): { isMember: boolean; isStaff: boolean } {
  const viewer = useViewer();
  return {
    isMember: viewer?.memberships.some(({ organization }) => organization?.id === id) ?? false,
    isStaff: viewer?.workAreas.includes('OPERATION') ?? false,
  };
}

/** What is around the pages of one organization: its name, how it stands, and its parts. */
export function OrganizationFrame() {
  const t = useT();
  const label = useLabel();
  const { id } = route.useParams();
  const { isMember, isStaff } = useInside(id);
  const { query, organization } = useOrganization(id);
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError && asApiError(query.error).trouble !== 'absent')
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (!organization || (!isMember && !isStaff)) return <NotFound />;
  return (
    <div className={styles.page}>
      <PageHead
        above={<Link to="/work/organizations">{t('settings.organizations')}</Link>}
        title={organization.name}
        tags={
          <>
            <Tag>{label('OrganizationKind', organization.kind)}</Tag>
            <Tag tone={TONES[organization.verification]}>
              {label('OrganizationVerification', organization.verification)}
            </Tag>
            {organization.pendingChange && <Tag tone="bloom">{t('settings.changeWaits')}</Tag>}
          </>
        }
      />
      <nav className={styles.tabs} aria-label={t('settings.parts')}>
        <ul>
          <Tab to="/work/organizations/$id" id={id} title={t('settings.profile')} />
          {(organization.viewerCanManageMembers || isStaff) && (
            <Tab to="/work/organizations/$id/members" id={id} title={t('settings.members')} />
          )}
          {organization.kind === 'ENTERPRISE' && (
            <Tab to="/work/organizations/$id/size" id={id} title={t('settings.size')} />
          )}
          <Tab to="/work/organizations/$id/tokens" id={id} title={t('settings.tokens')} />
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}

function Tab({
  to,
  id,
  title,
}: {
  to:
    | '/work/organizations/$id'
    | '/work/organizations/$id/members'
    | '/work/organizations/$id/size'
    | '/work/organizations/$id/tokens';
  id: string;
  title: string;
}) {
  return (
    <li>
      <Link to={to} params={{ id }} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
        {title}
      </Link>
    </li>
  );
}
