import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import { Invitations } from './components/Invitations';
import { InviteForm } from './components/InviteForm';
import { Seats } from './components/Seats';
import { membersQuery, useOrganization } from './queries';
import styles from './Settings.module.css';

const route = getRouteApi('/work/organizations/$id/members');

/** Who sits in an organization, who was asked to, and asking somebody. */
export function MembersPage() {
  const t = useT();
  const { id } = route.useParams();
  const { locale } = useLocale();
  const { organization } = useOrganization(id);
  const query = useInfiniteQuery(membersQuery(id, locale));
  useTitle(t('settings.members'));
  if (query.isPending || !organization) return <Skeleton lines={8} />;
  if (query.isError) {
    const error = asApiError(query.error);
    if (error.trouble === 'forbidden' || error.trouble === 'absent') return <NotFound />;
    return <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  const { viewerCanManageMembers: manages, verification } = organization;
  const seats = query.data.pages.flatMap(({ organizationMembers }) => organizationMembers.nodes);
  const invitations = query.data.pages[0]?.organizationInvitations.nodes ?? [];
  return (
    <>
      {manages && verification === 'VERIFIED' && <InviteForm id={id} kind={organization.kind} />}
      {manages && verification !== 'VERIFIED' && <Notice>{t('settings.invite.notYet')}</Notice>}
      <section className={styles.part} aria-labelledby="seats">
        <h2 id="seats">{t('settings.seats', { count: query.data.pages[0]?.organizationMembers.totalCount ?? 0 })}</h2>
        <Seats seats={seats} kind={organization.kind} manages={manages} />
        {query.hasNextPage && (
          <div>
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('ui.more')}
            </Button>
          </div>
        )}
      </section>
      <Invitations invitations={invitations} manages={manages} />
    </>
  );
}
