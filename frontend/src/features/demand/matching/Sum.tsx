import type { MatchShownFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import { isFaint, isTelling, shareOf, sumOf, type Line } from './model';
import styles from './Why.module.css';
import { useEvidence } from './words';

/** What the score is made of, to be added up by whoever wants to: each kind of evidence with what it says, and the sum. */
export function Sum({ match }: { match: MatchShownFragment }) {
  const t = useT();
  const { figure } = useFormats();
  const evidence = useEvidence();
  const { lines, total } = sumOf(match);
  const said = ({ key }: Line): string => {
    if (key === 'lift') return t('match.sum.lift');
    if (key === 'terms') return t('match.sum.terms', { factor: figure(match.factor) });
    const part = match.parts.find((one) => one.evidence === key);
    return evidence(key, part !== undefined && isTelling(part));
  };
  return (
    <table className={styles.sum}>
      <caption className="visually-hidden">{t('match.parts')}</caption>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">
              {line.key !== 'lift' && line.key !== 'terms' && <b>{t(`match.part.${line.key}`)}</b>}
              <span>{said(line)}</span>
              <span className={styles.bar} aria-hidden="true">
                <i style={{ inlineSize: `${shareOf(line.hundredths / 100)}%` }} />
              </span>
            </th>
            <td>{figure(line.hundredths / 100)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {t('match.score')}
            {isFaint(match.score) && <span>{t('match.weak')}</span>}
          </th>
          <td>{figure(total / 100)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
