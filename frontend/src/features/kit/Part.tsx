import type { ReactNode } from 'react';

import styles from './KitPage.module.css';

/** One part of the house, in its states. */
export function Part({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={name}>
      <h2>{name}</h2>
      <div className={wide ? styles.wide : styles.row}>{children}</div>
    </section>
  );
}
