import { useState } from 'react';

import { useSend } from '@/features/account';
import { UpdateMembershipDocument, type OrganizationKind, type Role, type SettingsMembersQuery } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { DataTable } from '@/ui/DataTable';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import { offeredRoles } from '../model';
import { useRefresh } from '../queries';
import styles from '../Settings.module.css';
import { RoleChoice } from './RoleChoice';

type Seat = SettingsMembersQuery['organizationMembers']['nodes'][number];

/** Seats of an organization; whoever looks after it changes their roles, or suspends them. */
export function Seats({ seats, kind, manages }: { seats: readonly Seat[]; kind: OrganizationKind; manages: boolean }) {
  const t = useT();
  const label = useLabel();
  const { date, list } = useFormats();
  return (
    <DataTable
      caption={t('settings.members')}
      rows={seats}
      rowKey={({ id }) => id}
      columns={[
        { key: 'name', title: t('settings.name'), isHead: true, cell: ({ user }) => user?.name ?? '–' },
        { key: 'email', title: t('settings.email'), cell: ({ email }) => email ?? '–' },
        {
          key: 'roles',
          title: t('settings.roles'),
          cell: ({ roles }) => list(roles.map((role) => label('Role', role))),
        },
        { key: 'since', title: t('settings.since'), cell: ({ createdAt }) => date(createdAt) },
        {
          key: 'state',
          title: t('settings.state'),
          cell: ({ state }) => <Tag tone={state === 'ACTIVE' ? 'leaf' : 'clay'}>{label('MembershipState', state)}</Tag>,
        },
        ...(manages
          ? [{ key: 'do', title: t('settings.do'), cell: (seat: Seat) => <SeatActions seat={seat} kind={kind} /> }]
          : []),
      ]}
    />
  );
}

function SeatActions({ seat, kind }: { seat: Seat; kind: OrganizationKind }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(UpdateMembershipDocument);
  const [asking, setAsking] = useState<'roles' | 'state'>();
  const [roles, setRoles] = useState<Role[]>([]);
  const isActive = seat.state === 'ACTIVE';
  const name = seat.user?.name ?? seat.email ?? '';
  const input = { id: seat.id, expectedVersion: seat.version };
  const close = () => setAsking(undefined);
  const take = async (changes: { roles: Role[] } | { state: Seat['state'] }) => {
    const { membershipUpdate: answer } = await send.mutateAsync({ input: { ...input, ...changes } });
    if (answer.userErrors.length === 0) {
      say(t('settings.seat.changed', { name }));
      void refresh();
    }
    return answer.userErrors;
  };
  return (
    <div className={styles.actions}>
      <Button
        size="s"
        aria-label={t('settings.seat.roles.of', { name })}
        onClick={() => {
          setRoles([...seat.roles]);
          setAsking('roles');
        }}
      >
        {t('settings.seat.roles')}
      </Button>
      <Button
        size="s"
        look={isActive ? 'danger' : 'plain'}
        aria-label={t(isActive ? 'settings.seat.suspend.of' : 'settings.seat.resume.of', { name })}
        onClick={() => setAsking('state')}
      >
        {t(isActive ? 'settings.seat.suspend' : 'settings.seat.resume')}
      </Button>
      <ConfirmDialog
        open={asking === 'roles'}
        onClose={close}
        title={t('settings.seat.roles.of', { name })}
        action={t('settings.save')}
        onReload={() => void refresh()}
        onConfirm={() => take({ roles })}
      >
        <RoleChoice offered={offeredRoles(kind, seat.roles)} chosen={roles} onChange={setRoles} />
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'state'}
        onClose={close}
        isDangerous={isActive}
        title={t(isActive ? 'settings.seat.suspend.of' : 'settings.seat.resume.of', { name })}
        action={t(isActive ? 'settings.seat.suspend' : 'settings.seat.resume')}
        onReload={() => void refresh()}
        onConfirm={() => take({ state: isActive ? 'SUSPENDED' : 'ACTIVE' })}
      >
        <p>{t(isActive ? 'settings.seat.suspend.lead' : 'settings.seat.resume.lead')}</p>
      </ConfirmDialog>
    </div>
  );
}
