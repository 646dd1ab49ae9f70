import { useQueryClient } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';

import { useSend } from '@/features/account';
import { RejectLicenseRequestDocument, WithdrawLicenseRequestDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import type { Request } from '../RequestPage';
import styles from './Dialogs.module.css';
import { Trouble } from './Trouble';

interface Props {
  request: Request;
  onClose: () => void;
}

/** Everything of this feature is old after an answer: lists, counts, what can be done. */
function useDone(onClose: () => void) {
  const client = useQueryClient();
  const say = useToast();
  return async (text: string) => {
    await client.invalidateQueries({ queryKey: keys.all });
    say(text);
    onClose();
  };
}

/** Says no. The enterprise reads why. */
export function RejectDialog({ request, onClose }: Props) {
  const t = useT();
  const client = useQueryClient();
  const done = useDone(onClose);
  const send = useSend(RejectLicenseRequestDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ reason: '' }, async ({ reason }) => {
    const { licenseRequestReject: answer } = await send.mutateAsync({
      input: { id: request.id, expectedVersion: request.version, reason },
    });
    if (answer.userErrors.length === 0) await done(t('licensing.rejected'));
    return answer.userErrors;
  });
  return (
    <Answer title={t('licensing.reject')} go={t('licensing.reject.go')} busy={busy} onClose={onClose} onSubmit={submit}>
      <Trouble
        problems={problems}
        error={error}
        onReload={() => void client.invalidateQueries({ queryKey: keys.all })}
      />
      <p>{t('licensing.reject.lead')}</p>
      <TextArea
        label={t('licensing.reject.reason')}
        hint={t('licensing.reject.hint')}
        maxLength={2000}
        error={errorOf('reason')}
        {...form.register('reason', { required: t('account.required') })}
      />
    </Answer>
  );
}

/** Takes a request back. */
export function WithdrawDialog({ request, onClose }: Props) {
  const t = useT();
  const client = useQueryClient();
  const done = useDone(onClose);
  const send = useSend(WithdrawLicenseRequestDocument);
  const { submit, busy, problems, error } = useSendForm({}, async () => {
    const { licenseRequestWithdraw: answer } = await send.mutateAsync({
      input: { id: request.id, expectedVersion: request.version },
    });
    if (answer.userErrors.length === 0) await done(t('licensing.withdrawn'));
    return answer.userErrors;
  });
  return (
    <Answer
      title={t('licensing.withdraw')}
      go={t('licensing.withdraw.go')}
      busy={busy}
      onClose={onClose}
      onSubmit={submit}
    >
      <Trouble
        problems={problems}
        error={error}
        onReload={() => void client.invalidateQueries({ queryKey: keys.all })}
      />
      <p>{t('licensing.withdraw.lead')}</p>
    </Answer>
  );
}

function Answer({
  title,
  go,
  busy,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  go: string;
  busy: boolean;
  onClose: () => void;
  onSubmit: () => Promise<void>;
  children: ReactNode;
}) {
  const t = useT();
  const id = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('licensing.cancel')}</Button>
          <Button type="submit" form={id} look="danger" busy={busy}>
            {go}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
