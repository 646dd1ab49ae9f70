import { useFormats } from '@/i18n';
import { cx } from '@/ui/cx';

import styles from '../imports.module.css';

export interface Figure {
  label: string;
  count: number;
  tone?: 'leaf' | 'clay' | 'stem';
}

/** A few numbers that say how it stands. */
export function Tally({ figures }: { figures: readonly Figure[] }) {
  const { number } = useFormats();
  return (
    <dl className={styles.tally}>
      {figures.map(({ label, count, tone }) => (
        <div key={label} className={cx(count > 0 && tone && styles[tone])}>
          <dt>{label}</dt>
          <dd>{number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
