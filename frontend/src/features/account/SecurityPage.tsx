import { useQuery, useQueryClient } from '@tanstack/react-query';

import {
  AcceptInvitationDocument,
  DeclineInvitationDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
  type SecurityQuery,
} from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { DeviceIcon } from '@/ui/icons';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { SecondFactorPart } from './components/SecondFactorPart';
import { keys, securityQuery } from './queries';
import { useSend } from './useSend';
import styles from './SecurityPage.module.css';

type Viewer = NonNullable<SecurityQuery['viewer']>;

/** Everything about one's own account: where it is signed in, what protects it, who invites. */
export function SecurityPage() {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(securityQuery(locale));
  const viewer = query.data?.viewer;
  useTitle(t('account.security'));
  return (
    <div className={styles.page}>
      <h1>{t('account.security')}</h1>
      {query.isPending && <Skeleton lines={8} />}
      {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
      {query.data && !viewer && (
        <Empty title={t('ui.trouble.signedOut')}>
          <ButtonLink to="/login" search={{ to: '/account' }} look="primary">
            {t('account.signIn')}
          </ButtonLink>
        </Empty>
      )}
      {viewer && (
        <>
          <p className={styles.who}>
            {viewer.user.name} · {viewer.user.email}
          </p>
          <Invitations invitations={viewer.invitations} />
          <Sessions sessions={viewer.sessions.nodes} />
          <SecondFactorPart factor={viewer.secondFactor ?? null} />
        </>
      )}
    </div>
  );
}

/** What changes here makes this page and the menu old. */
function useRefresh() {
  const client = useQueryClient();
  const { locale } = useLocale();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.security(locale) }),
      client.invalidateQueries({ queryKey: keys.viewer(locale) }),
    ]);
}

function Sessions({ sessions }: { sessions: Viewer['sessions']['nodes'] }) {
  const t = useT();
  const { dateTime } = useFormats();
  const refresh = useRefresh();
  const revoke = useSend(RevokeSessionDocument);
  const revokeOthers = useSend(RevokeOtherSessionsDocument);
  const error = revoke.error ?? revokeOthers.error;
  return (
    <section className={styles.part} aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      {error && <ErrorBox error={asApiError(error)} />}
      <ul className={styles.list}>
        {sessions.map((session) => (
          <li key={session.id}>
            <DeviceIcon size={22} />
            <div>
              <b>{session.device ?? t('account.sessions.unknown')}</b>{' '}
              {session.isCurrent && <Tag tone="leaf">{t('account.sessions.this')}</Tag>}
              <p>
                {t('account.sessions.used', { since: dateTime(session.createdAt), last: dateTime(session.lastUsedAt) })}
              </p>
            </div>
            {!session.isCurrent && (
              <Button
                size="s"
                busy={revoke.isPending && revoke.variables.input.id === session.id}
                onClick={() => revoke.mutate({ input: { id: session.id } }, { onSuccess: () => void refresh() })}
              >
                {t('account.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button
          look="danger"
          busy={revokeOthers.isPending}
          onClick={() => revokeOthers.mutate({}, { onSuccess: () => void refresh() })}
        >
          {t('account.sessions.endOthers')}
        </Button>
      )}
    </section>
  );
}

function Invitations({ invitations }: { invitations: Viewer['invitations'] }) {
  const t = useT();
  const label = useLabel();
  const { date, list } = useFormats();
  const refresh = useRefresh();
  const accept = useSend(AcceptInvitationDocument);
  const decline = useSend(DeclineInvitationDocument);
  const done = { onSuccess: () => void refresh() };
  const problems = [
    ...(accept.data?.invitationAccept.userErrors ?? []),
    ...(decline.data?.invitationDecline.userErrors ?? []),
  ];
  const error = accept.error ?? decline.error;
  if (invitations.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="invitations">
      <h2 id="invitations">{t('account.invitations')}</h2>
      {error && <ErrorBox error={asApiError(error)} />}
      {problems.map(({ code, message }) => (
        <p key={code} role="alert">
          {message}
        </p>
      ))}
      <ul className={styles.list}>
        {invitations.map(({ id, organization, roles, expiresAt, invitedBy }) => (
          <li key={id}>
            <div>
              <b>{organization?.name}</b>
              <p>
                {list(roles.map((role) => label('Role', role)))} ·{' '}
                {t('account.invitations.until', { date: date(expiresAt), name: invitedBy?.name ?? '–' })}
              </p>
            </div>
            <Button
              size="s"
              look="primary"
              busy={accept.isPending}
              onClick={() => accept.mutate({ input: { id } }, done)}
            >
              {t('account.invitation.accept')}
            </Button>
            <Button size="s" busy={decline.isPending} onClick={() => decline.mutate({ input: { id } }, done)}>
              {t('account.invitation.decline')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
