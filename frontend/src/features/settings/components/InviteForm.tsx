import { useState } from 'react';

import { useSend } from '@/features/account';
import { InviteMemberDocument, type Locale, type OrganizationKind, type Role } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { SelectField, TextField } from '@/ui/Field';
import { useToast } from '@/ui/Toast';

import { offeredRoles } from '../model';
import { useRefresh } from '../queries';
import styles from '../Settings.module.css';
import { Against } from './Against';
import { RoleChoice } from './RoleChoice';

interface Props {
  id: string;
  kind: OrganizationKind;
}

/** Asks a colleague by mail to take a seat. After one was asked the form is there for the next. */
export function InviteForm(props: Props) {
  const [asked, setAsked] = useState(0);
  return <Form key={asked} {...props} onSent={() => setAsked(asked + 1)} />;
}

function Form({ id, kind, onSent }: Props & { onSent: () => void }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { locale } = useLocale();
  const refresh = useRefresh();
  const send = useSend(InviteMemberDocument);
  const [roles, setRoles] = useState<Role[]>([]);
  const speaks: Locale = locale === 'en' ? 'EN' : 'ZH_CN';
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { email: '', roles: '', locale: speaks as string },
    async ({ email, locale }) => {
      const { membershipInvite: answer } = await send.mutateAsync({
        input: { organizationId: id, email, roles, locale: locale as Locale },
      });
      if (answer.userErrors.length === 0) {
        say(t('settings.invite.sent', { email }));
        void refresh();
        onSent();
      }
      return answer.userErrors;
    },
  );
  return (
    <section className={styles.part} aria-labelledby="invite">
      <h2 id="invite">{t('settings.invite')}</h2>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Against problems={problems} error={error} />
        <div className={styles.pair}>
          <TextField
            label={t('settings.email')}
            type="email"
            autoComplete="off"
            error={errorOf('email')}
            {...form.register('email', { required: t('ui.required') })}
          />
          <SelectField label={t('settings.invite.locale')} {...form.register('locale')}>
            {(['ZH_CN', 'EN'] as const).map((one) => (
              <option key={one} value={one}>
                {label('Locale', one)}
              </option>
            ))}
          </SelectField>
        </div>
        <RoleChoice
          offered={offeredRoles(kind)}
          chosen={roles}
          onChange={(chosen) => {
            setRoles(chosen);
            form.clearErrors('roles');
          }}
          error={errorOf('roles')}
        />
        <div className={styles.actions}>
          <Button type="submit" look="primary" busy={busy}>
            {t('settings.invite.go')}
          </Button>
          <span className={styles.quiet}>{t('settings.invite.hint')}</span>
        </div>
      </form>
    </section>
  );
}
