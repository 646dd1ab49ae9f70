import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { SignUpDocument } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { PasswordField, TextField } from '@/ui/Field';

import { Card, Trouble } from './components/Card';
import { Resend } from './components/Resend';
import { useSend } from './useSend';
import { useSendForm } from '@/lib/useSendForm';

/** A new account. What follows is in the mail. */
export function SignUpPage() {
  const t = useT();
  const { locale } = useLocale();
  const signUp = useSend(SignUpDocument);
  const [sentTo, setSentTo] = useState<string>();
  useTitle(t('account.signUp'));
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { name: '', email: '', password: '' },
    async (values) => {
      const { signUp: answer } = await signUp.mutateAsync({
        input: { ...values, locale: locale === 'en' ? 'EN' : 'ZH_CN' },
      });
      if (answer.userErrors.length === 0) setSentTo(answer.email ?? values.email);
      return answer.userErrors;
    },
  );
  if (sentTo) {
    return (
      <Card title={t('account.sent.title')} lead={t('account.sent.lead', { email: sentTo })}>
        <Resend email={sentTo} />
      </Card>
    );
  }
  return (
    <Card
      title={t('account.signUp.title')}
      lead={t('account.signUp.lead')}
      foot={
        <>
          {t('account.signUp.known')} <Link to="/login">{t('account.signIn')}</Link>
        </>
      }
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <TextField
          label={t('account.name')}
          autoComplete="name"
          required
          error={errorOf('name')}
          {...form.register('name', { required: t('account.required') })}
        />
        <TextField
          label={t('account.email')}
          hint={t('account.email.hint')}
          type="email"
          autoComplete="username"
          required
          error={errorOf('email')}
          {...form.register('email', { required: t('account.required') })}
        />
        <PasswordField
          label={t('account.password')}
          hint={t('account.password.hint')}
          autoComplete="new-password"
          required
          error={errorOf('password')}
          {...form.register('password', { required: t('account.required') })}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.signUp.go')}
        </Button>
      </form>
    </Card>
  );
}
