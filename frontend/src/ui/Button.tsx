import { Link, type LinkProps } from '@tanstack/react-router';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

import styles from './Button.module.css';
import { cx } from './cx';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface Common {
  look?: Look;
  size?: 'm' | 's' | 'l';
  icon?: ReactNode;
  children: ReactNode;
}

const classes = (look: Look, size: string, extra?: string) => cx(styles.button, styles[look], styles[size], extra);

/** Something to do. While `busy` it cannot be done twice, and says so. */
export function Button({
  look = 'plain',
  size = 'm',
  icon,
  busy = false,
  children,
  className,
  ...rest
}: Common & { busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(look, size, cx(busy && styles.busy, className))}
      aria-disabled={busy || rest['aria-disabled'] ? true : undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {icon}
      {children}
    </button>
  );
}

/** Somewhere to go, when it is what to do next. */
export function ButtonLink({ look = 'plain', size = 'm', icon, children, ...rest }: Common & LinkProps) {
  return (
    <Link {...(rest as LinkProps)} className={classes(look, size)}>
      {icon}
      {children}
    </Link>
  );
}

/** A button that is a picture: its name is for those who do not see it, and shows on hover. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: { label: string; children: ReactNode } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="button" {...rest} aria-label={label} title={label} className={cx(styles.icon, className)}>
      {children}
    </button>
  );
}
