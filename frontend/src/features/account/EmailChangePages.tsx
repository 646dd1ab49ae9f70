import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { ConfirmEmailChangeDocument, UndoEmailChangeDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { PasswordField } from '@/ui/Field';

import { Card, Trouble } from './components/Card';
import { useSend } from './useSend';
import { useSendForm } from '@/lib/useSendForm';

const confirmRoute = getRouteApi('/confirm-email');
const undoRoute = getRouteApi('/undo-email');

/** Behind the link that went to a new address. */
export function ConfirmEmailPage() {
  const t = useT();
  const { token } = confirmRoute.useSearch();
  const send = useSend(ConfirmEmailChangeDocument);
  const [email, setEmail] = useState<string>();
  useTitle(t('account.confirmEmail.title'));
  const { submit, busy, problems, error } = useSendForm({}, async () => {
    const { emailChangeConfirm: answer } = await send.mutateAsync({ input: { token: token ?? '' } });
    if (answer.user) setEmail(answer.user.email ?? '');
    return answer.userErrors;
  });
  if (email !== undefined) return <Card title={t('account.confirmEmail.done')} lead={email} />;
  return (
    <Card title={t('account.confirmEmail.title')} lead={t('account.confirmEmail.lead')}>
      <form onSubmit={(event) => void submit(event)}>
        <Trouble problems={problems} error={error} />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.confirmEmail.go')}
        </Button>
      </form>
    </Card>
  );
}

/** Behind the link that went to the old address: takes the change back and sets a new password. */
export function UndoEmailPage() {
  const t = useT();
  const { token } = undoRoute.useSearch();
  const send = useSend(UndoEmailChangeDocument);
  const [done, setDone] = useState(false);
  useTitle(t('account.undoEmail.title'));
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ newPassword: '' }, async ({ newPassword }) => {
    const { emailChangeUndo: answer } = await send.mutateAsync({ input: { token: token ?? '', newPassword } });
    setDone(answer.userErrors.length === 0);
    return answer.userErrors;
  });
  if (done) {
    return (
      <Card title={t('account.undoEmail.done')}>
        <ButtonLink to="/login" look="primary" size="l">
          {t('account.signIn')}
        </ButtonLink>
      </Card>
    );
  }
  return (
    <Card title={t('account.undoEmail.title')} lead={t('account.undoEmail.lead')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <PasswordField
          label={t('account.password.new')}
          hint={t('account.password.hint')}
          autoComplete="new-password"
          error={errorOf('newPassword')}
          {...form.register('newPassword', { required: t('account.required') })}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.undoEmail.go')}
        </Button>
      </form>
    </Card>
  );
}
