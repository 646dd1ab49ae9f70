import type { CaseFitPartKind } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';

import styles from './Fit.module.css';

interface Part {
  kind: CaseFitPartKind;
  points: number;
  most: number;
}

/** What speaks for an advisor, part by part; the parts add up to the score. */
export function Fit({ score, parts }: { score: number; parts: readonly Part[] }) {
  const t = useT();
  const label = useLabel();
  const { number } = useFormats();
  const points = (thousandths: number) => number(Math.round(thousandths / 100) / 10);
  return (
    <dl className={styles.fit} aria-label={t('advising.fit')}>
      {parts.map(({ kind, points: got, most }) => (
        <div key={kind}>
          <dt>{label('CaseFitPartKind', kind)}</dt>
          <dd>
            <meter min={0} max={Math.max(most, 1)} value={Math.max(got, 0)} aria-hidden="true" />
            <span>{t('advising.fit.of', { points: points(got), most: points(most) })}</span>
          </dd>
        </div>
      ))}
      <div className={styles.sum}>
        <dt>{t('advising.fit.sum')}</dt>
        <dd>{points(score)}</dd>
      </div>
    </dl>
  );
}
