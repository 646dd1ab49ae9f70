import { useId, type ReactNode, type Ref, type TextareaHTMLAttributes } from 'react';

import { cx } from './cx';
import styles from './Field.module.css';
import { AlertIcon } from './icons';

/** A question whose answer takes more than a line. It grows with what is written, where the browser can. */
export function TextArea({
  label,
  hint,
  error,
  ...rest
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  ref?: Ref<HTMLTextAreaElement>;
} & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const told = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={cx(styles.box, error !== undefined && styles.wrong)}>
        <textarea
          rows={4}
          {...rest}
          id={id}
          className={cx(styles.input, styles.area)}
          aria-invalid={error ? true : undefined}
          aria-describedby={told || undefined}
        />
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          <AlertIcon size={16} />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
