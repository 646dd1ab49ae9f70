import type { CaseFitPartKind } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { all } from '@/lib/vocabulary';
import { Facts } from '@/ui/Facts';

import styles from '../Advising.module.css';

const KINDS = all<CaseFitPartKind>({
  FIELD: true,
  REGION: true,
  LANGUAGE: true,
  EXPERIENCE: true,
  GRADE: true,
  LOAD: true,
});

/** What the numbers of a proposal mean: "0 of 40" tells nobody anything who does not know what the 40 are for. */
export function HowToRead() {
  const t = useT();
  const label = useLabel();
  return (
    <details>
      <summary>{t('advising.fit.how')}</summary>
      <p className={styles.quiet}>{t('advising.fit.how.lead')}</p>
      <Facts rows={KINDS.map((kind) => [label('CaseFitPartKind', kind), t(`advising.fit.what.${kind}`)])} />
    </details>
  );
}
