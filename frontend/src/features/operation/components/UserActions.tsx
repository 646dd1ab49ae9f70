import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import {
  ReinstateUserDocument,
  ResetSecondFactorDocument,
  SuspendUserDocument,
  type OperationUserQuery,
} from '@/gql/graphql';
import { useT, type MessageId } from '@/i18n';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';

type User = Extract<NonNullable<OperationUserQuery['node']>, { __typename: 'User' }>;
type Step = 'suspend' | 'reinstate' | 'reset';

interface Words {
  title: MessageId;
  action: MessageId;
  done: MessageId;
  consequences: readonly MessageId[];
}

const WORDS: Record<Step, Words> = {
  suspend: {
    title: 'operation.suspend.title',
    action: 'operation.suspend',
    done: 'operation.suspend.done',
    consequences: ['operation.suspend.sessions', 'operation.suspend.signIn', 'operation.suspend.invitations'],
  },
  reinstate: {
    title: 'operation.reinstate.title',
    action: 'operation.reinstate',
    done: 'operation.reinstate.done',
    consequences: ['operation.reinstate.signIn', 'operation.reinstate.seats'],
  },
  reset: {
    title: 'operation.reset.title',
    action: 'operation.reset',
    done: 'operation.reset.done',
    consequences: ['operation.reset.recognize', 'operation.reset.sessions', 'operation.reset.told'],
  },
};

/** What an operator may do with somebody's account. Each wants a reason and the address typed: others will feel it. */
export function UserActions({ user }: { user: User }) {
  const t = useT();
  const say = useToast();
  const client = useQueryClient();
  const suspend = useSend(SuspendUserDocument);
  const reinstate = useSend(ReinstateUserDocument);
  const reset = useSend(ResetSecondFactorDocument);
  const [asking, setAsking] = useState<Step>();
  const steps: readonly Step[] = [user.suspendedAt ? 'reinstate' : 'suspend', 'reset'];
  const refresh = () => client.invalidateQueries({ queryKey: keys.all });

  const take = async (step: Step, reason: string): Promise<readonly Problem[]> => {
    const input = { id: user.id, expectedVersion: user.version, reason };
    if (step === 'suspend') return (await suspend.mutateAsync({ input })).userSuspend.userErrors;
    if (step === 'reinstate') return (await reinstate.mutateAsync({ input })).userReinstate.userErrors;
    return (await reset.mutateAsync({ input })).userSecondFactorReset.userErrors;
  };

  return (
    <>
      {steps.map((step) => (
        <Button key={step} look={step === 'suspend' ? 'danger' : 'plain'} onClick={() => setAsking(step)}>
          {t(WORDS[step].action)}
        </Button>
      ))}
      {(['suspend', 'reinstate', 'reset'] as const).map((step) => (
        <ConfirmDialog
          key={step}
          open={asking === step}
          onClose={() => setAsking(undefined)}
          title={t(WORDS[step].title, { name: user.name })}
          action={t(WORDS[step].action)}
          isDangerous={step !== 'reinstate'}
          word={step === 'reinstate' ? undefined : (user.email ?? user.name)}
          reasonHint={t('operation.reason.audit')}
          onReload={() => void refresh()}
          onConfirm={async (reason) => {
            const against = await take(step, reason);
            if (against.length === 0) {
              say(t(WORDS[step].done, { name: user.name }));
              void refresh();
            }
            return against;
          }}
        >
          <ul>
            {WORDS[step].consequences.map((id) => (
              <li key={id}>{t(id)}</li>
            ))}
          </ul>
        </ConfirmDialog>
      ))}
    </>
  );
}
