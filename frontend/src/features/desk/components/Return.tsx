import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { useViewer } from '@/features/account';
import { LogInDocument, LogInWithSecondFactorDocument, WhoIsBackDocument } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import {
  asksToReturn,
  forgetSession,
  mayReturn,
  noteSession,
  putOffReturn,
  returnToSession,
  watchSession,
} from '@/lib/session';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { PasswordField, TextField } from '@/ui/Field';
import { ErrorBox, Notice } from '@/ui/States';

import styles from './Return.module.css';

/**
 * The way back in when the session ended by itself: over the page, so that nothing that was typed is lost. What was asked
 * meanwhile is asked again afterwards.
 */
export function Return({ user }: { user: string }) {
  const t = useT();
  const { locale } = useLocale();
  const client = useQueryClient();
  const asks = useSyncExternalStore(watchSession, asksToReturn);
  const isBackElsewhere = useSyncExternalStore(watchSession, mayReturn);
  useEffect(() => {
    if (!isBackElsewhere) return;
    // Somebody signed in in another tab: only the same person may go on here.
    const look = async () => {
      const { viewer } = await gqlFetch(WhoIsBackDocument, {}, { locale, evenLost: true });
      if (viewer?.user.id === user) returnToSession();
      else location.reload();
    };
    void look().catch(() => undefined);
  }, [isBackElsewhere, user, locale]);
  const enter = (session: { accessTokenExpiresAt: string }) => {
    noteSession(session);
    returnToSession();
    void client.invalidateQueries();
  };
  return (
    <Dialog open={asks} onClose={() => asksToReturn() && putOffReturn()} title={t('desk.return.title')}>
      <p className={styles.lead}>{t('desk.return.lead')}</p>
      <Forms onEnter={enter} />
    </Dialog>
  );
}

type Enter = (session: { accessTokenExpiresAt: string }) => void;

function Forms({ onEnter }: { onEnter: Enter }) {
  const t = useT();
  const [challenge, setChallenge] = useState<string>();
  return (
    <>
      {challenge ? (
        <SecondFactor challenge={challenge} onEnter={onEnter} />
      ) : (
        <Password onEnter={onEnter} onChallenge={setChallenge} />
      )}
      <ul className={styles.others}>
        <li>
          <a href="/login" target="_blank" rel="noopener">
            {t('desk.return.elsewhere')}
          </a>
        </li>
        <li>
          <a href="/login" onClick={forgetSession}>
            {t('desk.return.other')}
          </a>
        </li>
      </ul>
    </>
  );
}

function Password({ onEnter, onChallenge }: { onEnter: Enter; onChallenge: (challenge: string) => void }) {
  const t = useT();
  const { locale } = useLocale();
  const email = useViewer()?.user.email ?? '';
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ password: '' }, async ({ password }) => {
    const input = { email, password, transport: 'COOKIE' as const };
    const { logIn: answer } = await gqlFetch(LogInDocument, { input }, { locale, evenLost: true });
    if (answer.session) onEnter(answer.session);
    else if (answer.challenge) onChallenge(answer.challenge.token);
    return answer.userErrors;
  });
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextField label={t('account.email')} type="email" autoComplete="username" value={email} readOnly />
      <Said problems={problems} error={error} />
      <PasswordField
        label={t('account.password')}
        autoComplete="current-password"
        required
        // The dialog asks for this and nothing else.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        error={errorOf('password')}
        {...form.register('password', { required: t('account.required') })}
      />
      <Button type="submit" look="primary" size="l" busy={busy}>
        {t('desk.return.go')}
      </Button>
    </form>
  );
}

function SecondFactor({ challenge, onEnter }: { challenge: string; onEnter: Enter }) {
  const t = useT();
  const { locale } = useLocale();
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ code: '' }, async ({ code }) => {
    const input = { challenge, code: code.trim(), transport: 'COOKIE' as const };
    const asking = { locale, evenLost: true };
    const { logInWithSecondFactor: answer } = await gqlFetch(LogInWithSecondFactorDocument, { input }, asking);
    if (answer.session) onEnter(answer.session);
    return answer.userErrors;
  });
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p>{t('account.code.lead')}</p>
      <Said problems={problems} error={error} />
      <TextField
        label={t('account.code')}
        autoComplete="one-time-code"
        autoCapitalize="off"
        spellCheck={false}
        // The person came here to type this.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        error={errorOf('code')}
        {...form.register('code', { required: t('account.required') })}
      />
      <Button type="submit" look="primary" size="l" busy={busy}>
        {t('desk.return.go')}
      </Button>
    </form>
  );
}

/** What the server says about the whole, or what kept it from being asked. */
function Said({ problems, error }: Pick<ReturnType<typeof useSendForm>, 'problems' | 'error'>) {
  if (error) return <ErrorBox error={error} />;
  return problems.map(({ code, message }) => (
    <div key={code} role="alert">
      <Notice tone="clay">{message}</Notice>
    </div>
  ));
}
