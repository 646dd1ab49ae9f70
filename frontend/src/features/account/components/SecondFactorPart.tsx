import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ConfirmTotpDocument, DisableTotpDocument, EnrollTotpDocument, type SecurityQuery } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { PasswordField, TextField } from '@/ui/Field';
import { Notice } from '@/ui/States';

import { keys } from '../queries';
import { useSend } from '../useSend';
import styles from '../SecurityPage.module.css';
import { useSendForm } from '@/lib/useSendForm';
import { Trouble } from './Card';

type Factor = NonNullable<SecurityQuery['viewer']>['secondFactor'];
interface Enrollment {
  secret: string;
  otpauthUrl: string;
}

/** Codes from a telephone as a second factor: turning them on, and off. */
export function SecondFactorPart({ factor }: { factor: Factor | null }) {
  const t = useT();
  const { dateTime } = useFormats();
  const [enrollment, setEnrollment] = useState<Enrollment>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [changing, setChanging] = useState(false);
  const on = Boolean(factor?.enabledAt);
  return (
    <section className={styles.part} aria-labelledby="factor">
      <h2 id="factor">{t('account.factor')}</h2>
      <p>
        {on && factor?.enabledAt
          ? t('account.factor.on', { date: dateTime(factor.enabledAt), left: factor.recoveryCodesLeft })
          : t('account.factor.off')}
      </p>
      {codes && (
        <>
          <Notice tone="bloom">{t('account.factor.codes')}</Notice>
          <ul className={styles.codes}>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </>
      )}
      {!on && !codes && enrollment && <Confirm enrollment={enrollment} onDone={setCodes} />}
      {!on && !codes && !enrollment && changing && <Enroll onDone={setEnrollment} />}
      {on && changing && !codes && <Disable onDone={() => setChanging(false)} />}
      {!changing && (
        <Button onClick={() => setChanging(true)}>{t(on ? 'account.factor.turnOff' : 'account.factor.turnOn')}</Button>
      )}
    </section>
  );
}

function Enroll({ onDone }: { onDone: (enrollment: Enrollment) => void }) {
  const t = useT();
  const send = useSend(EnrollTotpDocument);
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ password: '' }, async ({ password }) => {
    const { totpEnroll: answer } = await send.mutateAsync({ input: { password } });
    if (answer.enrollment) onDone(answer.enrollment);
    return answer.userErrors;
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Trouble problems={problems} error={error} />
      <PasswordField
        label={t('account.password')}
        autoComplete="current-password"
        error={errorOf('password')}
        {...form.register('password', { required: t('account.required') })}
      />
      <Button type="submit" look="primary" busy={busy}>
        {t('account.factor.next')}
      </Button>
    </form>
  );
}

function Confirm({ enrollment, onDone }: { enrollment: Enrollment; onDone: (codes: readonly string[]) => void }) {
  const t = useT();
  const send = useSend(ConfirmTotpDocument);
  const client = useQueryClient();
  const { locale } = useLocale();
  const { form, submit, busy, problems, error, errorOf } = useSendForm({ code: '' }, async ({ code }) => {
    const { totpConfirm: answer } = await send.mutateAsync({ input: { code: code.trim() } });
    if (answer.recoveryCodes) onDone(answer.recoveryCodes);
    if (answer.userErrors.length === 0) void client.invalidateQueries({ queryKey: keys.security(locale) });
    return answer.userErrors;
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Trouble problems={problems} error={error} />
      <p>{t('account.factor.secret')}</p>
      <code className={styles.secret}>{enrollment.secret}</code>
      <p>
        <a href={enrollment.otpauthUrl}>{t('account.factor.open')}</a>
      </p>
      <TextField
        label={t('account.code')}
        autoComplete="one-time-code"
        inputMode="numeric"
        error={errorOf('code')}
        {...form.register('code', { required: t('account.required') })}
      />
      <Button type="submit" look="primary" busy={busy}>
        {t('account.factor.turnOn')}
      </Button>
    </form>
  );
}

function Disable({ onDone }: { onDone: () => void }) {
  const t = useT();
  const send = useSend(DisableTotpDocument);
  const client = useQueryClient();
  const { locale } = useLocale();
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { password: '', code: '' },
    async ({ password, code }) => {
      const { totpDisable: answer } = await send.mutateAsync({ input: { password, code: code.trim() } });
      if (answer.userErrors.length === 0) {
        onDone();
        void client.invalidateQueries({ queryKey: keys.security(locale) });
      }
      return answer.userErrors;
    },
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Trouble problems={problems} error={error} />
      <PasswordField
        label={t('account.password')}
        autoComplete="current-password"
        error={errorOf('password')}
        {...form.register('password', { required: t('account.required') })}
      />
      <TextField
        label={t('account.code')}
        autoComplete="one-time-code"
        error={errorOf('code')}
        {...form.register('code', { required: t('account.required') })}
      />
      <Button type="submit" look="danger" busy={busy}>
        {t('account.factor.turnOff')}
      </Button>
    </form>
  );
}
