import type { ReactNode } from 'react';

import { cx } from './cx';
import styles from './LedgerRow.module.css';

/** What something costs or needs, in a word and a value; on a line of its own if it is long. */
export interface LedgerTerm {
  term: string;
  value: ReactNode;
  isWhole?: boolean;
}

/** One entry of a ledger: what it is, from whom, and beside it on which terms. */
export function LedgerRow({
  title,
  text,
  meta,
  terms,
  foot,
}: {
  title: ReactNode;
  text: ReactNode;
  /** Pieces of one line, with dots between. */
  meta: ReactNode;
  terms: readonly LedgerTerm[];
  /** Below the terms: marks, and what can be done with it. */
  foot?: ReactNode;
}) {
  return (
    <article className={styles.row}>
      <div className={styles.what}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.text}>{text}</p>
        <p className={styles.meta}>{meta}</p>
      </div>
      <div className={styles.side}>
        <dl className={styles.terms}>
          {terms.map(({ term, value, isWhole }) => (
            <div key={term} className={cx(isWhole && styles.whole)}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {foot}
      </div>
    </article>
  );
}
