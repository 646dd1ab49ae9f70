import { useLabel, useT } from '@/i18n';
import { CodeField } from '@/ui/CodeField';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';

import { PLATFORM_KINDS } from '../address';
import type { Part } from './fields';
import styles from './Work.module.css';

/** What it is called, what it does and where it is. */
export function Basics({ form, errorOf }: Part) {
  const t = useT();
  const label = useLabel();
  return (
    <>
      <div className={styles.pair}>
        <SelectField label={t('platform.kind')} error={errorOf('kind')} {...form.register('kind')}>
          <option value="">{t('platform.form.empty')}</option>
          {PLATFORM_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {label('ServicePlatformKind', kind)}
            </option>
          ))}
        </SelectField>
        <CodeField kind="divisions" isSingle label={t('platform.region')} control={form.control} name="region" />
      </div>
      <div className={styles.pair}>
        <TextField label={t('platform.form.zh.name')} lang="zh" error={errorOf('name')} {...form.register('name.zh')} />
        <TextField label={t('platform.form.en.name')} lang="en" {...form.register('name.en')} />
      </div>
      {(['summary', 'equipment'] as const).map((name) => (
        <div key={name} className={styles.pair}>
          <TextArea
            label={t(`platform.form.zh.${name}`)}
            lang="zh"
            rows={4}
            error={errorOf(name)}
            {...form.register(`${name}.zh`)}
          />
          <TextArea label={t(`platform.form.en.${name}`)} lang="en" rows={4} {...form.register(`${name}.en`)} />
        </div>
      ))}
    </>
  );
}
