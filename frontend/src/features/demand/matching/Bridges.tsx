import { Link } from '@tanstack/react-router';
import { useId } from 'react';

import { Bilingual } from '@/features/achievement';
import type { MatchShownFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';

import styles from './Bridges.module.css';

type Found = NonNullable<MatchShownFragment['bridges']>;
type Step = Found['ways'][number]['steps'][number];

/** How platforms could take it to the readiness that is asked for, where it falls short: each way in a sentence, its steps below. */
export function Bridges({ bridges: { note, ways } }: { bridges: Found }) {
  const t = useT();
  const label = useLabel();
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.bridges}>
      <h3 id={id}>{t('match.bridges')}</h3>
      {note && <p>{note}</p>}
      {ways.map(({ merits, sentence, steps }) => (
        <details key={sentence}>
          <summary>
            {merits.length > 0 && (
              <b>
                {merits.map((merit) => label('MatchBridgeMerit', merit)).join(t('match.bridges.and'))}
                {t('match.bridges.colon')}
              </b>
            )}
            {sentence}
          </summary>
          <ol>
            {steps.map((step) => (
              <li key={step.fromLevel}>
                <Line step={step} />
              </li>
            ))}
          </ol>
        </details>
      ))}
      {ways.length > 0 && <p className={styles.quiet}>{t('match.bridges.usual')}</p>}
    </section>
  );
}

/** One platform: what it is called, where it is, from where to where, how long, at what cost; what it does not tell is said to be not told. */
function Line({ step: { platform, fromLevel, toLevel, weeks, cost } }: { step: Step }) {
  const t = useT();
  const { money } = useFormats();
  const from = cost && money(cost.min);
  const to = cost && money(cost.max);
  return (
    <>
      <b>
        {platform ? (
          <Link to="/platforms/$id" params={{ id: platform.id }}>
            <Bilingual texts={platform.name} tag={false} />
          </Link>
        ) : (
          t('match.bridges.gone')
        )}
      </b>
      {platform && <span>{platform.regionName ?? t('match.bridges.region.untold')}</span>}
      <span>{t('match.bridges.levels', { from: fromLevel, to: toLevel })}</span>
      <span>
        {!weeks
          ? t('match.bridges.weeks.untold')
          : weeks.min === weeks.max
            ? t('match.bridges.weeks.exact', { count: weeks.max })
            : t('match.bridges.weeks', { min: weeks.min, max: weeks.max })}
      </span>
      <span>
        {!from || !to
          ? t('match.bridges.cost.untold')
          : from === to
            ? from
            : t('match.bridges.cost', { min: from, max: to })}
      </span>
    </>
  );
}
