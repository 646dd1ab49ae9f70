import type { MatchShownFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import { sumOf } from './model';
import styles from './Why.module.css';

/** How the score comes about, to be added up by whoever wants to. */
export function Sum({ match }: { match: MatchShownFragment }) {
  const t = useT();
  const { figure } = useFormats();
  const { lift, factor, score } = sumOf(match);
  const row = (key: string, name: string, value: string) => (
    <tr key={key}>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
  return (
    <details className={styles.sum}>
      <summary>{t('match.sum')}</summary>
      <table>
        <caption>{t('match.sum.lead')}</caption>
        <tbody>
          {match.parts.map(({ evidence, points }) => row(evidence, t(`match.part.${evidence}`), figure(points)))}
          {figure(lift) !== figure(0) && row('lift', t('match.sum.lift'), figure(lift))}
          {factor < 1 && row('factor', t('match.sum.factor'), `× ${figure(factor)}`)}
        </tbody>
        <tfoot>{row('score', t('match.score'), figure(score))}</tfoot>
      </table>
    </details>
  );
}
