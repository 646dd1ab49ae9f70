import { useFormats } from '@/i18n';
import type { Amount } from '@/lib/money';

import styles from './Money.module.css';

/** An amount as the language writes it, on one line. */
export function Money({ amount }: { amount: Amount }) {
  const { money } = useFormats();
  return <span className={styles.money}>{money(amount)}</span>;
}
