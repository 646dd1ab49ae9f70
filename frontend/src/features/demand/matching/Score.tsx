import type { MatchShownFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import { bandOf, SCALE, shareOf } from './model';
import styles from './Why.module.css';

/** How well two fit: in a word, as a figure, and where that lies between "no nearer than strangers" and "high". */
export function Score({ match, place }: { match: MatchShownFragment; place?: number }) {
  const t = useT();
  const { figure, number } = useFormats();
  const band = bandOf(match.score);
  return (
    <p className={styles.score}>
      {place !== undefined && <span className={styles.place}>{place}</span>}
      <b className={styles[band]}>{t(`match.band.${band}`)}</b>
      <span className={styles.scale} aria-hidden="true">
        <i className={styles.scaleLow} style={{ flexGrow: SCALE.middle }} />
        <i className={styles.scaleMiddle} style={{ flexGrow: SCALE.high - SCALE.middle }} />
        <i className={styles.scaleHigh} style={{ flexGrow: SCALE.full - SCALE.high }} />
        <span style={{ insetInlineStart: `${shareOf(match.score)}%` }} />
      </span>
      <span>
        {t(`match.scale.${band}`, {
          score: figure(match.score),
          middle: number(SCALE.middle),
          high: number(SCALE.high),
        })}
      </span>
    </p>
  );
}
