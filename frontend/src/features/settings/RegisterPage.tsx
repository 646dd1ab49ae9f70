import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { useSend } from '@/features/account';
import { RegisterOrganizationDocument, type OrganizationKind } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { SelectField, TextField } from '@/ui/Field';
import { PageHead } from '@/ui/PageHead';
import { useToast } from '@/ui/Toast';

import { Against } from './components/Against';
import { KINDS } from './model';
import { useRefresh } from './queries';
import styles from './Settings.module.css';

const DRAFT = 'lianqiao.draft.organization';
const EMPTY = { kind: 'ENTERPRISE', country: 'CN', nameZh: '', nameEn: '', creditCode: '', division: '', website: '' };

/** What was typed before the page was left. */
function draft(): typeof EMPTY {
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(DRAFT) ?? '{}') as Partial<typeof EMPTY>) };
  } catch {
    return EMPTY;
  }
}

/** Registers an organization; an operator looks at it before others see it. */
export function RegisterPage() {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const send = useSend(RegisterOrganizationDocument);
  // One key for as long as the form is open: a double click registers once.
  const [key, setKey] = useState(newKey);
  const { form, submit, busy, problems, error, errorOf } = useSendForm(draft(), async (values) => {
    const { organizationRegister: answer } = await send.mutateAsync({
      input: {
        kind: values.kind as OrganizationKind,
        country: values.country.trim().toUpperCase(),
        nameZh: values.nameZh || null,
        nameEn: values.nameEn || null,
        creditCode: values.creditCode || null,
        division: values.division || null,
        website: values.website || null,
        idempotencyKey: key,
      },
    });
    if (answer.organization && answer.userErrors.length === 0) {
      localStorage.removeItem(DRAFT);
      await refresh();
      say(t('settings.registered'));
      await navigate({ to: '/work/organizations/$id', params: { id: answer.organization.id } });
    }
    // What is corrected is another request.
    else setKey(newKey());
    return answer.userErrors;
  });
  useTitle(t('settings.register'));
  const { watch } = form;
  useEffect(() => {
    const { unsubscribe } = watch((values) => localStorage.setItem(DRAFT, JSON.stringify(values)));
    return unsubscribe;
  }, [watch]);
  return (
    <div className={styles.page}>
      <PageHead
        above={<Link to="/work/organizations">{t('settings.organizations')}</Link>}
        title={t('settings.register')}
        lead={t('settings.register.lead')}
      />
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Against problems={problems} error={error} />
        <div className={styles.pair}>
          <SelectField label={t('settings.kind')} error={errorOf('kind')} {...form.register('kind')}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {label('OrganizationKind', kind)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('settings.country')}
            hint={t('settings.country.hint')}
            maxLength={2}
            error={errorOf('country')}
            {...form.register('country', { required: t('ui.required') })}
          />
        </div>
        <TextField
          label={t('settings.nameZh')}
          hint={t('settings.nameZh.hint')}
          error={errorOf('nameZh')}
          {...form.register('nameZh')}
        />
        <TextField
          label={t('settings.creditCode')}
          hint={t('settings.creditCode.hint')}
          spellCheck={false}
          autoCapitalize="characters"
          error={errorOf('creditCode')}
          {...form.register('creditCode')}
        />
        <TextField label={t('settings.nameEn')} error={errorOf('nameEn')} {...form.register('nameEn')} />
        <div className={styles.pair}>
          <CodeField
            kind="divisions"
            isSingle
            label={t('settings.division')}
            hint={t('settings.division.hint')}
            control={form.control}
            name="division"
          />
          <TextField
            label={t('settings.website')}
            type="url"
            error={errorOf('website')}
            {...form.register('website')}
          />
        </div>
        <div className={styles.actions}>
          <Button type="submit" look="primary" busy={busy}>
            {t('settings.register.go')}
          </Button>
          <span className={styles.quiet}>{t('settings.register.after')}</span>
        </div>
      </form>
    </div>
  );
}
