import type { AchievementQuery } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Money } from '@/ui/Money';

import styles from './Example.module.css';

export type Examples = AchievementQuery['licenseOfferExamples'];

/** What would fall due, and when, if a license took effect today: every date and amount is the server's. */
export function Example({ example }: { example: Examples[number] }) {
  const t = useT();
  const { date } = useFormats();
  return (
    <section className={styles.example}>
      <h4>{t('offer.example')}</h4>
      <ol>
        <li>
          <time dateTime={example.startsOn}>{date(example.startsOn)}</time>
          <span>{t(example.useFirstPayLater ? 'offer.example.free' : 'offer.example.begins')}</span>
        </li>
        {example.payments.map((payment) => (
          <li key={payment.ordinal} className={styles.due}>
            <time dateTime={payment.dueOn}>{date(payment.dueOn)}</time>
            <b>
              <Money amount={payment.amount} />
            </b>
          </li>
        ))}
        <li>
          <time dateTime={example.endsOn}>{date(example.endsOn)}</time>
          <span>{t('offer.example.ends')}</span>
        </li>
      </ol>
      <p>{t('offer.example.only')}</p>
    </section>
  );
}
