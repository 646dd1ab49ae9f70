import { useId, type ReactNode } from 'react';

import styles from './ProgressBar.module.css';

/** How far something is that takes a while. Without `value` nobody knows how long. */
export function ProgressBar({
  label,
  value,
  max = 1,
  children,
}: {
  label: string;
  value?: number | undefined;
  max?: number;
  /** The same in figures. */
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={styles.bar}>
      <p className={styles.words}>
        <label htmlFor={id}>{label}</label>
        <span>{children}</span>
      </p>
      <progress id={id} {...(value === undefined ? {} : { value })} max={max} />
    </div>
  );
}
