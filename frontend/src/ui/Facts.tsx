import type { ReactNode } from 'react';

import styles from './Facts.module.css';

/** What is known about a thing, name and value by line. What is not known is left out. */
export function Facts({ rows }: { rows: readonly (readonly [title: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map(([title, value]) =>
        value === null || value === undefined || value === '' || value === false ? null : (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
