import { useLabel, useT } from '@/i18n';
import type { Amount } from '@/lib/money';
import { Money } from '@/ui/Money';

import styles from './OfferTerms.module.css';

interface Terms {
  kind: string;
  paymentMode: string;
  negotiable: boolean;
  price?: Amount | null;
  useFirstPayLater?: { freeMonths: number } | null;
}

/** What an offer comes to, in three lines: free for how long, then how much, for which kind of license. */
export function OfferTerms({ offer, more }: { offer: Terms | undefined; more: number }) {
  const t = useT();
  const label = useLabel();
  if (!offer) return <p className={styles.ask}>{t('offer.none')}</p>;
  const months = offer.useFirstPayLater?.freeMonths;
  return (
    <div className={styles.terms}>
      {months !== undefined && (
        <p className={styles.later}>
          <b>{months}</b>
          {t('offer.freeMonths', { months })}
        </p>
      )}
      <p className={styles.price}>
        {offer.price ? <Money amount={offer.price} /> : <span>{label('PaymentMode', offer.paymentMode)}</span>}
        {offer.negotiable && <small>{t('offer.negotiable')}</small>}
      </p>
      <p className={styles.kind}>
        {label('LicenseKind', offer.kind)}
        {more > 0 && (
          <>
            {' '}
            <span className={styles.more}>{t('offer.more', { count: more })}</span>
          </>
        )}
      </p>
    </div>
  );
}
