import { LEVELS } from '@/features/achievement';
import { useT } from '@/i18n';
import { SelectField, TextField } from '@/ui/Field';

import type { Part } from './fields';
import styles from './Work.module.css';

/** From where to where, how long, at what cost. */
export function Terms({ form, errorOf }: Part) {
  const t = useT();
  return (
    <fieldset>
      <legend>{t('platform.form.terms')}</legend>
      <p className={styles.quiet}>{t('platform.form.terms.hint')}</p>
      <div className={styles.pair}>
        {(['from', 'to'] as const).map((end) => (
          <SelectField
            key={end}
            label={t(end === 'from' ? 'platform.takes' : 'platform.reaches')}
            error={end === 'from' ? errorOf('readiness') : undefined}
            {...form.register(`readiness.${end}`)}
          >
            <option value="">{t('platform.form.empty')}</option>
            {LEVELS.slice(end === 'from' ? 0 : 1, end === 'from' ? -1 : undefined).map((level) => (
              <option key={level} value={level}>
                {t('platform.level', { level })}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
      <div className={styles.pair}>
        <TextField
          label={t('platform.form.weeks.from')}
          inputMode="numeric"
          error={errorOf('weeks')}
          {...form.register('weeks.from')}
        />
        <TextField label={t('platform.form.weeks.to')} inputMode="numeric" {...form.register('weeks.to')} />
      </div>
      <div className={styles.pair}>
        <TextField
          label={t('platform.form.cost.from')}
          hint={form.getValues('cost.currency')}
          error={errorOf('cost')}
          {...form.register('cost.from')}
        />
        <TextField
          label={t('platform.form.cost.to')}
          hint={form.getValues('cost.currency')}
          {...form.register('cost.to')}
        />
      </div>
    </fieldset>
  );
}
