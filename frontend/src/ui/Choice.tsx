import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';

import styles from './Choice.module.css';
import { AlertIcon } from './icons';

/** One of a few that are worth comparing: a radio with everything that it means beside it. */
export function Choices({
  legend,
  hint,
  error,
  children,
}: {
  legend: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <fieldset
      className={styles.choices}
      aria-describedby={error ? `${id}-error` : undefined}
      aria-invalid={error ? true : undefined}
    >
      <legend>{legend}</legend>
      {hint && <p className={styles.hint}>{hint}</p>}
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          <AlertIcon size={16} />
          {error}
        </p>
      )}
      {children}
    </fieldset>
  );
}

export function Choice({
  title,
  children,
  ...rest
}: { title: ReactNode; children?: ReactNode; ref?: Ref<HTMLInputElement> } & Omit<
  InputHTMLAttributes<HTMLInputElement>,
  'title'
>) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <input type="radio" {...rest} id={id} aria-describedby={children ? `${id}-more` : undefined} />
      <label htmlFor={id}>{title}</label>
      {children && (
        <div id={`${id}-more`} className={styles.more}>
          {children}
        </div>
      )}
    </div>
  );
}
