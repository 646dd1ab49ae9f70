import type { ReactNode } from 'react';

import type { MandateScope } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';

import styles from '../Advising.module.css';

/** What a mandate allows, given or asked for: between whom, in what, how it stands, on which days and for what fee. */
export function TermsCard({
  terms: { scopes, feeTerms, reason },
  parties,
  state,
  note,
  days,
  children,
}: {
  terms: { scopes: readonly MandateScope[]; feeTerms?: string | null; reason?: string | null };
  parties?: ReactNode;
  state: ReactNode;
  note?: string;
  days: ReactNode;
  /** What can be done with it. */
  children: ReactNode;
}) {
  const t = useT();
  const label = useLabel();
  const { list } = useFormats();
  return (
    <div className={styles.item}>
      <div className={styles.itemHead}>
        <p>
          {parties && <b>{parties}</b>}
          <span>{list(scopes.map((scope) => label('MandateScope', scope)))}</span>
        </p>
        {state}
      </div>
      {note && <p className={styles.said}>{note}</p>}
      <p className={styles.quiet}>{days}</p>
      {feeTerms && <p className={styles.said}>{t('advising.mandate.fee', { terms: feeTerms })}</p>}
      {reason && <p className={styles.said}>{reason}</p>}
      {children}
    </div>
  );
}
