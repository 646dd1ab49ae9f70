import type { ReactNode } from 'react';

import styles from './Banner.module.css';
import { cx } from './cx';

/**
 * What is going on with the whole page, in one line, and what to do about it: it stays as long as it is true. It is read
 * out, and takes no focus.
 */
export function Banner({
  tone = 'plain',
  icon,
  action,
  children,
}: {
  tone?: 'plain' | 'bloom' | 'clay';
  icon?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={cx(styles.banner, styles[tone])} role="status">
      {icon}
      <p>{children}</p>
      {action}
    </div>
  );
}
