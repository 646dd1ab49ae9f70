import type { ReactNode } from 'react';

import styles from './Choices.module.css';

/** Which part of a list is shown: links, because the address says it. */
export function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className={styles.choices}>
      <ul>{children}</ul>
    </nav>
  );
}
