import { useSend } from '@/features/account';
import { ResendInvitationDocument, RevokeInvitationDocument, type SettingsMembersQuery } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import { useRefresh } from '../queries';
import styles from '../Settings.module.css';
import { Against } from './Against';

type Invitation = SettingsMembersQuery['organizationInvitations']['nodes'][number];

const TONES = { PENDING: 'bloom', ACCEPTED: 'leaf', DECLINED: 'plain', REVOKED: 'plain', EXPIRED: 'clay' } as const;

/** Who was asked to take a seat, and what became of it. */
export function Invitations({ invitations, manages }: { invitations: readonly Invitation[]; manages: boolean }) {
  const t = useT();
  return (
    <section className={styles.part} aria-labelledby="invitations">
      <h2 id="invitations">{t('settings.invitations')}</h2>
      {invitations.length === 0 ? (
        <p className={styles.quiet}>{t('settings.invitations.none')}</p>
      ) : (
        <ul className={styles.list}>
          {invitations.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} manages={manages} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ invitation, manages }: { invitation: Invitation; manages: boolean }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const { date, list } = useFormats();
  const resend = useSend(ResendInvitationDocument);
  const revoke = useSend(RevokeInvitationDocument);
  const { id, email, roles, state, expiresAt, invitedBy } = invitation;
  const error = resend.error ?? revoke.error;
  const problems = [
    ...(resend.data?.invitationResend.userErrors ?? []),
    ...(revoke.data?.invitationRevoke.userErrors ?? []),
  ];
  return (
    <li>
      <div>
        <p>
          <b>{email}</b> <Tag tone={TONES[state]}>{label('InvitationState', state)}</Tag>
        </p>
        <p className={styles.quiet}>
          {list(roles.map((role) => label('Role', role)))} ·{' '}
          {t('settings.invitations.until', { name: invitedBy?.name ?? '–', date: date(expiresAt) })}
        </p>
        <Against problems={problems} error={error ? asApiError(error) : undefined} />
      </div>
      {manages && state === 'PENDING' && (
        <div className={styles.actions}>
          <Button
            size="s"
            busy={resend.isPending}
            onClick={() =>
              resend.mutate(
                { input: { id } },
                {
                  onSuccess: ({ invitationResend }) => {
                    if (invitationResend.userErrors.length === 0) say(t('settings.invite.sent', { email }));
                    void refresh();
                  },
                },
              )
            }
          >
            {t('settings.invitations.resend')}
          </Button>
          <Button
            size="s"
            look="danger"
            busy={revoke.isPending}
            onClick={() =>
              revoke.mutate(
                { input: { id } },
                {
                  onSuccess: ({ invitationRevoke }) => {
                    if (invitationRevoke.userErrors.length === 0) say(t('settings.invitations.revoked', { email }));
                    void refresh();
                  },
                },
              )
            }
          >
            {t('settings.invitations.revoke')}
          </Button>
        </div>
      )}
    </li>
  );
}
