import { useId } from 'react';

import { LEVELS } from '@/features/achievement';
import { useT } from '@/i18n';
import { cx } from '@/ui/cx';

import styles from './ReadinessFilter.module.css';

interface Props {
  value: number | undefined;
  counts: readonly { value: string; count: number }[];
  onChange: (level: number | undefined) => void;
}

/** How ripe it has to be at least: nine columns as high as there are achievements, and all from one on. */
export function ReadinessFilter({ value, counts, onChange }: Props) {
  const t = useT();
  const name = useId();
  const countOf = (level: number) => counts.find((one) => one.value === String(level))?.count ?? 0;
  const most = Math.max(1, ...LEVELS.map(countOf));
  return (
    <fieldset className={styles.filter}>
      <legend>{t('search.facet.trl')}</legend>
      <div className={styles.columns}>
        {LEVELS.map((level) => (
          <label key={level} className={cx(styles.column, value !== undefined && level >= value && styles.on)}>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={value === level}
              onChange={() => onChange(level)}
              onClick={() => value === level && onChange(undefined)}
              aria-label={t('search.facet.trl.from', { level, count: countOf(level) })}
            />
            <svg className={styles.bar} viewBox="0 0 10 40" preserveAspectRatio="none" aria-hidden="true">
              <rect x="0" width="10" y={38 - (countOf(level) / most) * 38} height={2 + (countOf(level) / most) * 38} />
            </svg>
            <span>{level}</span>
          </label>
        ))}
      </div>
      <label className={styles.any}>
        <input type="radio" name={name} checked={value === undefined} onChange={() => onChange(undefined)} />
        {t('search.facet.trl.any')}
      </label>
    </fieldset>
  );
}
