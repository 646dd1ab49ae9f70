import { useId } from 'react';

import { useSend } from '@/features/account';
import {
  ApplyAsAdvisorDocument,
  UpdateAdvisorDocument,
  type AdvisorDetailFragment,
  type IndustryChain,
  type WorkingLanguage,
} from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { useSendForm } from '@/lib/useSendForm';
import { CHAINS } from '@/lib/vocabulary';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { Checkbox, TextField } from '@/ui/Field';
import { AlertIcon } from '@/ui/icons';
import { ErrorBox, Notice } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { useRefresh } from '../useRefresh';
import { LANGUAGES } from '../vocabulary';

/** What somebody is good at, and how much at a time; for those who have not applied, the application. */
export function ProfileForm({ own }: { own?: AdvisorDetailFragment }) {
  const t = useT();
  const id = useId();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const apply = useSend(ApplyAsAdvisorDocument);
  const update = useSend(UpdateAdvisorDocument);
  const profile = own?.profile;
  const isReadOnly = own !== undefined && !own.viewerCanUpdate;
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    {
      zh: profile?.about.zh ?? '',
      en: profile?.about.en ?? '',
      ipc: profile?.ipc ?? [],
      industries: profile?.industries ?? [],
      regions: profile?.regions ?? [],
      chains: (profile?.chains ?? []) as IndustryChain[],
      languages: (profile?.languages ?? ['CHINESE']) as WorkingLanguage[],
      capacity: profile?.capacity == null ? '' : String(profile.capacity),
    },
    async (values) => {
      const given = {
        about: { zh: values.zh.trim() || null, en: values.en.trim() || null },
        ipc: values.ipc,
        industries: values.industries,
        regions: values.regions,
        chains: values.chains,
        languages: values.languages,
        capacity: values.capacity.trim() ? Number(values.capacity) : null,
      };
      const userErrors = own
        ? (await update.mutateAsync({ input: { id: own.id, expectedVersion: own.version, profile: given } }))
            .advisorUpdate.userErrors
        : (await apply.mutateAsync({ input: { profile: given } })).advisorApply.userErrors;
      if (userErrors.length === 0) {
        say(t(own ? 'advising.profile.saved' : 'advising.profile.applied'));
        void refresh();
      }
      // What is said of both languages stands at the first.
      return userErrors.map((problem) => (problem.path?.at(-1) === 'about' ? { ...problem, path: ['zh'] } : problem));
    },
  );
  return (
    <form className={styles.form} noValidate aria-labelledby={id} onSubmit={(event) => void submit(event)}>
      <h2 id={id}>{t('advising.profile.what')}</h2>
      {error && <ErrorBox error={error} />}
      {problems.map(({ code, message }) => (
        <div key={code} role="alert">
          <Notice tone="clay">{code === 'STALE_VERSION' ? t('ui.stale') : message}</Notice>
        </div>
      ))}
      <fieldset className={styles.form} disabled={isReadOnly}>
        <legend className="visually-hidden">{t('advising.profile.what')}</legend>
        <div className={styles.wide}>
          <TextArea
            label={t('advising.profile.about.zh')}
            lang="zh"
            rows={4}
            maxLength={1000}
            error={errorOf('zh')}
            {...form.register('zh')}
          />
          <TextArea
            label={t('advising.profile.about.en')}
            lang="en"
            rows={4}
            maxLength={1000}
            error={errorOf('en')}
            {...form.register('en')}
          />
        </div>
        <fieldset className={styles.choices}>
          <legend>{t('advising.profile.chains')}</legend>
          <div className={styles.pair}>
            {CHAINS.map((chain) => (
              <Checkbox key={chain} value={chain} {...form.register('chains')}>
                {label('IndustryChain', chain)}
              </Checkbox>
            ))}
          </div>
          {errorOf('chains') && (
            <p role="alert" className={styles.wrong}>
              <AlertIcon size={16} /> {errorOf('chains')}
            </p>
          )}
        </fieldset>
        <fieldset className={styles.choices}>
          <legend>{t('advising.profile.languages')}</legend>
          <div className={styles.pair}>
            {LANGUAGES.map((language) => (
              <Checkbox key={language} value={language} {...form.register('languages')}>
                {label('WorkingLanguage', language)}
              </Checkbox>
            ))}
          </div>
          {errorOf('languages') && (
            <p role="alert" className={styles.wrong}>
              <AlertIcon size={16} /> {errorOf('languages')}
            </p>
          )}
        </fieldset>
        <CodeField
          kind="ipc"
          label={t('advising.profile.ipc')}
          hint={t('advising.profile.ipc.hint')}
          control={form.control}
          name="ipc"
        />
        <CodeField
          kind="industries"
          label={t('advising.profile.industries')}
          hint={t('advising.profile.industries.hint')}
          control={form.control}
          name="industries"
        />
        <CodeField
          kind="divisions"
          label={t('advising.profile.regions')}
          hint={t('advising.profile.regions.hint')}
          control={form.control}
          name="regions"
        />
        <div className={styles.pair}>
          <TextField
            inputMode="numeric"
            label={t('advising.profile.capacity')}
            hint={t('advising.profile.capacity.hint')}
            error={errorOf('capacity')}
            {...form.register('capacity', { pattern: { value: /^\s*\d*\s*$/, message: t('advising.wrong.number') } })}
          />
        </div>
        {!isReadOnly && (
          <div>
            <Button type="submit" look="primary" busy={busy}>
              {t(own ? 'advising.profile.save' : 'advising.profile.apply')}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  );
}
