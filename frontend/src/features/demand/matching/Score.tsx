import type { MatchShownFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import { bandOf } from './model';
import styles from './Why.module.css';

/** How well two fit, as a word with its figure. */
export function Score({ match, place }: { match: MatchShownFragment; place: number }) {
  const t = useT();
  const { figure } = useFormats();
  const band = bandOf(match.score);
  return (
    <p className={styles.score}>
      <span className={styles.place}>{place}</span>
      <b className={styles[band]}>{t(`match.band.${band}`)}</b>
      <span>
        {t('match.score')} {figure(match.score)}
      </span>
    </p>
  );
}
