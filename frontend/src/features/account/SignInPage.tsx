import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

import { LogInDocument, LogInWithSecondFactorDocument } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { noteSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { PasswordField, TextField } from '@/ui/Field';

import { Card, Trouble } from './components/Card';
import styles from './SignInPage.module.css';
import { signInQuery } from './queries';
import { useSend } from './useSend';
import { useSendForm } from '@/lib/useSendForm';

const route = getRouteApi('/login');

/** The way in: address and password, then a code if the account has a second factor. */
export function SignInPage() {
  const t = useT();
  const { to } = route.useSearch();
  const [challenge, setChallenge] = useState<string>();
  useTitle(t('account.signIn'));
  const client = useQueryClient();
  const router = useRouter();
  const enter = async (session: { accessTokenExpiresAt: string }) => {
    noteSession(session);
    // What a visitor saw is not what this person sees.
    await client.resetQueries();
    router.history.push(to ?? '/');
  };
  if (challenge) return <SecondFactor challenge={challenge} onEnter={enter} onBack={() => setChallenge(undefined)} />;
  return <Password onEnter={enter} onChallenge={setChallenge} />;
}

type Enter = (session: { accessTokenExpiresAt: string }) => Promise<void>;

function Password({ onEnter, onChallenge }: { onEnter: Enter; onChallenge: (challenge: string) => void }) {
  const t = useT();
  const { locale } = useLocale();
  const logIn = useSend(LogInDocument);
  const providers = useQuery(signInQuery(locale)).data?.oidcProviders ?? [];
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ email: '', password: '' }, async (values) => {
    const { logIn: answer } = await logIn.mutateAsync({ input: { ...values, transport: 'COOKIE' } });
    if (answer.session) await onEnter(answer.session);
    else if (answer.challenge) onChallenge(answer.challenge.token);
    return answer.userErrors;
  });
  return (
    <Card
      title={t('account.signIn.title')}
      foot={
        <>
          {t('account.signIn.new')} <Link to="/register">{t('account.signUp')}</Link>
        </>
      }
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <TextField
          label={t('account.email')}
          type="email"
          autoComplete="username"
          required
          error={errorOf('email')}
          {...form.register('email', { required: t('account.required') })}
        />
        <PasswordField
          label={t('account.password')}
          autoComplete="current-password"
          required
          error={errorOf('password')}
          {...form.register('password', { required: t('account.required') })}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.signIn')}
        </Button>
        <p>
          <Link to="/reset-password">{t('account.forgot')}</Link>
        </p>
      </form>
      {providers.length > 0 && (
        <section className={styles.elsewhere}>
          <h2>{t('account.elsewhere')}</h2>
          <ul>
            {providers.map(({ id, name, startUrl }) => (
              <li key={id}>
                <a href={startUrl}>{name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Card>
  );
}

function SecondFactor({ challenge, onEnter, onBack }: { challenge: string; onEnter: Enter; onBack: () => void }) {
  const t = useT();
  const send = useSend(LogInWithSecondFactorDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ code: '' }, async ({ code }) => {
    const { logInWithSecondFactor: answer } = await send.mutateAsync({
      input: { challenge, code: code.trim(), transport: 'COOKIE' },
    });
    if (answer.session) await onEnter(answer.session);
    return answer.userErrors;
  });
  return (
    <Card title={t('account.code.title')} lead={t('account.code.lead')}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={problems} error={error} />
        <TextField
          label={t('account.code')}
          // The person came here to type this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="one-time-code"
          inputMode="text"
          autoCapitalize="off"
          spellCheck={false}
          error={errorOf('code')}
          {...form.register('code', { required: t('account.required') })}
        />
        <Button type="submit" look="primary" size="l" busy={busy}>
          {t('account.code.go')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('account.code.back')}
        </Button>
      </form>
    </Card>
  );
}
