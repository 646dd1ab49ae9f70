import type { DemandMatchesQuery } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { Notice } from '@/ui/States';

import styles from './Feedback.module.css';

/** What enterprises thought of a listing, as far as nobody can be told from it, and what can be done about that. */
export function Counts({ counts }: { counts: NonNullable<DemandMatchesQuery['matchFeedbackCounts']> }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  if (counts.counts.length === 0) return null;
  return (
    <Notice tone="bloom">
      <b>{t('match.counts')}</b>
      <ul className={styles.counts}>
        {counts.counts.map(({ verdict, organizationsAtLeast, advice }) => (
          <li key={verdict}>
            {t('match.counts.one', { verdict: label('MatchVerdict', verdict), count: organizationsAtLeast })} {advice}
          </li>
        ))}
      </ul>
      <p>{t('match.counts.how', { step: counts.step, date: date(counts.asOf) })}</p>
    </Notice>
  );
}
