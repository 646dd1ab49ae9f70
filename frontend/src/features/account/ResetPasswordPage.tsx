import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { RequestPasswordResetDocument, ResetPasswordDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { PasswordField, TextField } from '@/ui/Field';

import { Card, Trouble } from './components/Card';
import { useSend } from './useSend';
import { useSendForm } from '@/lib/useSendForm';

const route = getRouteApi('/reset-password');

/** Without a link: where it is to be sent. With one: the new password. */
export function ResetPasswordPage() {
  const t = useT();
  const { token } = route.useSearch();
  useTitle(t('account.reset.title'));
  return token ? <NewPassword token={token} /> : <Request />;
}

function Request() {
  const t = useT();
  const request = useSend(RequestPasswordResetDocument);
  const [sentTo, setSentTo] = useState<string>();
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ email: '' }, async ({ email }) => {
    const { passwordResetRequest: answer } = await request.mutateAsync({ input: { email } });
    if (answer.userErrors.length === 0) setSentTo(email);
    return answer.userErrors;
  });
  if (sentTo) return <Card title={t('account.reset.sent')} lead={t('account.reset.sent.lead', { email: sentTo })} />;
  return (
    <Card title={t('account.reset.title')} lead={t('account.reset.lead')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <TextField
          label={t('account.email')}
          type="email"
          autoComplete="username"
          error={errorOf('email')}
          {...form.register('email', { required: t('account.required') })}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.reset.go')}
        </Button>
      </form>
    </Card>
  );
}

function NewPassword({ token }: { token: string }) {
  const t = useT();
  const reset = useSend(ResetPasswordDocument);
  const [done, setDone] = useState(false);
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ newPassword: '' }, async ({ newPassword }) => {
    const { passwordReset: answer } = await reset.mutateAsync({ input: { token, newPassword } });
    setDone(answer.userErrors.length === 0);
    return answer.userErrors;
  });
  if (done) {
    return (
      <Card title={t('account.reset.done')} lead={t('account.reset.done.lead')}>
        <ButtonLink to="/login" look="primary" size="l">
          {t('account.signIn')}
        </ButtonLink>
      </Card>
    );
  }
  return (
    <Card title={t('account.reset.new')}>
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
          {t('account.reset.set')}
        </Button>
      </form>
    </Card>
  );
}
