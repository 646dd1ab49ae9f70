import type { ReactNode } from 'react';

import { isLong } from '@/lib/text';

import styles from './PageHead.module.css';

/** What a page is about: where it belongs, its name, one sentence, and what can be done with the whole of it. */
export function PageHead({
  above,
  title,
  tags,
  lead,
  children,
}: {
  above?: ReactNode;
  title: string;
  tags?: ReactNode;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {above && <p className={styles.above}>{above}</p>}
        <h1 data-long={isLong(title) || undefined}>{title}</h1>
        {tags && <p className={styles.tags}>{tags}</p>}
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  );
}
