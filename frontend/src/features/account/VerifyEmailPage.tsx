import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';

import { ResendVerificationDocument, VerifyEmailDocument } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { PasswordField, TextField } from '@/ui/Field';
import { Notice } from '@/ui/States';

import { Card, Trouble } from './components/Card';
import { useSend } from './useSend';
import { useSendForm } from '@/lib/useSendForm';

const route = getRouteApi('/verify-email');

/** Behind the link of the first mail. */
export function VerifyEmailPage() {
  const { token } = route.useSearch();
  return token ? <Confirm token={token} /> : <Again />;
}

function Confirm({ token }: { token: string }) {
  const t = useT();
  const verify = useSend(VerifyEmailDocument);
  const [email, setEmail] = useState<string>();
  useTitle(t('account.verify.title'));
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ password: '' }, async ({ password }) => {
    const { verifyEmail: answer } = await verify.mutateAsync({ input: { token, password } });
    if (answer.user) setEmail(answer.user.email ?? '');
    return answer.userErrors;
  });
  if (email !== undefined) {
    return (
      <Card title={t('account.verify.done')} lead={t('account.verify.done.lead', { email })}>
        <ButtonLink to="/login" look="primary" size="l">
          {t('account.signIn')}
        </ButtonLink>
      </Card>
    );
  }
  return (
    <Card
      title={t('account.verify.title')}
      lead={t('account.verify.lead')}
      foot={<Link to="/verify-email">{t('account.verify.again')}</Link>}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <PasswordField
          label={t('account.password')}
          autoComplete="current-password"
          error={errorOf('password')}
          {...form.register('password', { required: t('account.required') })}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.verify.go')}
        </Button>
      </form>
    </Card>
  );
}

function Again() {
  const t = useT();
  const resend = useSend(ResendVerificationDocument);
  const [sent, setSent] = useState(false);
  useTitle(t('account.verify.again'));
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ email: '' }, async ({ email }) => {
    const { verificationResend: answer } = await resend.mutateAsync({ input: { email } });
    setSent(answer.userErrors.length === 0);
    return answer.userErrors;
  });
  return (
    <Card title={t('account.verify.again')} lead={t('account.verify.again.lead')}>
      {sent && <Notice tone="leaf">{t('account.sent.again')}</Notice>}
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
          {t('account.sent.resend')}
        </Button>
      </form>
    </Card>
  );
}
