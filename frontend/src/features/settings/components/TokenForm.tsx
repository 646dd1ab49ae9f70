import { useState } from 'react';

import { useSend } from '@/features/account';
import { CreateApiTokenDocument, type ApiTokenScope } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { Checkbox, PasswordField, SelectField, TextField } from '@/ui/Field';
import { Notice } from '@/ui/States';

import { useRefresh } from '../queries';
import styles from '../Settings.module.css';
import { Against } from './Against';

const SCOPES = [
  'READ',
  'LISTINGS_WRITE',
  'IMPORTS_WRITE',
  'LICENSING_WRITE',
] as const satisfies readonly ApiTokenScope[];
const DAYS = [30, 90, 180, 365] as const;

interface Made {
  name: string;
  secret: string;
}

/** Makes a token for a program. Its secret is shown this once, until it was put away. */
export function TokenForm({ id }: { id: string }) {
  const [made, setMade] = useState<Made>();
  return made ? <Secret made={made} onKept={() => setMade(undefined)} /> : <Form id={id} onMade={setMade} />;
}

function Secret({ made, onKept }: { made: Made; onKept: () => void }) {
  const t = useT();
  return (
    <section className={styles.part} aria-labelledby="secret">
      <h2 id="secret">{t('settings.tokens.made', { name: made.name })}</h2>
      <Notice tone="bloom">{t('settings.tokens.once')}</Notice>
      <CopyField label={t('settings.tokens.secret')} value={made.secret} />
      <p className={styles.quiet}>{t('settings.tokens.use')}</p>
      <div>
        <Button look="primary" onClick={onKept}>
          {t('settings.tokens.kept')}
        </Button>
      </div>
    </section>
  );
}

function Form({ id, onMade }: { id: string; onMade: (made: Made) => void }) {
  const t = useT();
  const label = useLabel();
  const refresh = useRefresh();
  const send = useSend(CreateApiTokenDocument);
  const [scopes, setScopes] = useState<ApiTokenScope[]>(['READ']);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { name: '', scopes: '', expiresInDays: '90', password: '' },
    async ({ name, expiresInDays, password }) => {
      const { apiTokenCreate: answer } = await send.mutateAsync({
        input: {
          organizationId: id,
          name,
          scopes,
          expiresInDays: Number(expiresInDays),
          ...(password ? { password } : {}),
        },
      });
      if (answer.created && answer.userErrors.length === 0) {
        onMade({ name: answer.created.apiToken.name, secret: answer.created.secret });
        void refresh();
      }
      return answer.userErrors;
    },
  );
  return (
    <section className={styles.part} aria-labelledby="create">
      <h2 id="create">{t('settings.tokens.create')}</h2>
      <p className={styles.quiet}>{t('settings.tokens.lead')}</p>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Against problems={problems} error={error} />
        <div className={styles.pair}>
          <TextField
            label={t('settings.tokens.name')}
            hint={t('settings.tokens.name.hint')}
            maxLength={100}
            error={errorOf('name')}
            {...form.register('name', { required: t('ui.required') })}
          />
          <SelectField
            label={t('settings.tokens.days')}
            error={errorOf('expiresInDays')}
            {...form.register('expiresInDays')}
          >
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {t('settings.tokens.daysOf', { days })}
              </option>
            ))}
          </SelectField>
        </div>
        <fieldset>
          <legend>{t('settings.tokens.scopes')}</legend>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            >
              {label('ApiTokenScope', scope)}{' '}
              <span className={styles.quiet}>{t(`settings.tokens.scope.${scope}`)}</span>
            </Checkbox>
          ))}
          {errorOf('scopes') && (
            <p role="alert" className={styles.error}>
              {errorOf('scopes')}
            </p>
          )}
        </fieldset>
        <PasswordField
          label={t('settings.tokens.password')}
          hint={t('settings.tokens.password.hint')}
          autoComplete="current-password"
          error={errorOf('password')}
          {...form.register('password')}
        />
        <div>
          <Button type="submit" look="primary" busy={busy}>
            {t('settings.tokens.create.go')}
          </Button>
        </div>
      </form>
    </section>
  );
}
