import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes } from 'react';

import { useT } from '@/i18n';

import { IconButton } from './Button';
import { cx } from './cx';
import styles from './Field.module.css';
import { AlertIcon, EyeIcon } from './icons';

interface Common {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

/** One question of a form: label above, hint below, and what is wrong with the answer in its place. */
export function TextField({
  label,
  hint,
  error,
  after,
  className,
  ...rest
}: Common & { after?: ReactNode; ref?: Ref<HTMLInputElement> } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const told = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={cx(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={cx(styles.box, error !== undefined && styles.wrong)}>
        <input
          {...rest}
          id={id}
          className={styles.input}
          aria-invalid={error ? true : undefined}
          aria-describedby={told || undefined}
        />
        {after}
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

/** A password, which may be looked at while it is typed. */
export function PasswordField(props: Parameters<typeof TextField>[0]) {
  const t = useT();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="off"
      spellCheck={false}
      after={
        <IconButton
          label={t(shown ? 'ui.password.hide' : 'ui.password.show')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <EyeIcon />
        </IconButton>
      }
    />
  );
}

/** One of a few. The browser's own list: it works with every keyboard, finger and reader. */
export function SelectField({
  label,
  hideLabel = false,
  hint,
  error,
  children,
  ...rest
}: Common & {
  hideLabel?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLSelectElement>;
} & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const told = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={hideLabel ? styles.inline : styles.field}>
      <label className={hideLabel ? 'visually-hidden' : styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        {...rest}
        id={id}
        className={cx(styles.select, error !== undefined && styles.wrong)}
        aria-invalid={error ? true : undefined}
        aria-describedby={told || undefined}
      >
        {children}
      </select>
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

/** Yes or no, or one of several that all may be. */
export function Checkbox({
  children,
  count,
  ...rest
}: { children: ReactNode; count?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className={styles.check}>
      <input type="checkbox" {...rest} />
      <span className={styles.checkText}>{children}</span>
      {count !== undefined && <span className={styles.count}>{count}</span>}
    </label>
  );
}
