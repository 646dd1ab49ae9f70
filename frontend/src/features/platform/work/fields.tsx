import type { FieldPath, UseFormReturn } from 'react-hook-form';

import { useLabel, useT } from '@/i18n';
import { Checkbox, TextField } from '@/ui/Field';

import type { Values } from './values';
import styles from './Work.module.css';

export interface Part {
  form: UseFormReturn<Values>;
  errorOf: (name: FieldPath<Values>) => string | undefined;
}

/** Several words of the vocabulary. */
export function Ticks({
  form,
  name,
  type,
  values,
  title,
  error,
}: {
  form: UseFormReturn<Values>;
  name: 'services' | 'chains' | 'shanghaiSectors' | 'strategicIndustries';
  type: string;
  values: readonly string[];
  title: string;
  error?: string | undefined;
}) {
  const label = useLabel();
  return (
    <div role="group" aria-label={title} className={styles.group}>
      <b aria-hidden="true">{title}</b>
      {error && <p className={styles.refused}>{error}</p>}
      <div className={styles.ticks}>
        {values.map((value) => (
          <Checkbox key={value} value={value} {...form.register(name)}>
            {label(type, value)}
          </Checkbox>
        ))}
      </div>
    </div>
  );
}

/** Whom to ask. */
export function Contact({ form, error }: { form: UseFormReturn<Values>; error: string | undefined }) {
  const t = useT();
  return (
    <fieldset>
      <legend>{t('platform.ask')}</legend>
      <p className={styles.quiet}>{t('platform.ask.told')}</p>
      <div className={styles.pair}>
        <TextField label={t('platform.ask.name')} error={error} {...form.register('contact.name')} />
        <TextField label={t('platform.ask.phone')} type="tel" {...form.register('contact.phone')} />
        <TextField label={t('platform.ask.email')} type="email" {...form.register('contact.email')} />
      </div>
    </fieldset>
  );
}
