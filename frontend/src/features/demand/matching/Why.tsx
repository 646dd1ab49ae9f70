import { useId, type ReactNode } from 'react';

import type { MatchShownFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { CheckIcon, CloseIcon, InfoIcon } from '@/ui/icons';

import { Bridges } from './Bridges';
import { countOf, pairsOf, sides, type Check } from './model';
import { Quotes, type Sources } from './Quotes';
import { Sum } from './Sum';
import { useCheck } from './words';
import styles from './Why.module.css';

/**
 * Why two fit, and what speaks against it: first every condition with both values, then what the score is made of, what
 * both speak of and where, and how it could fit better.
 */
export function Why({ match, sources }: { match: MatchShownFragment; sources?: Sources }) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const pairs = pairsOf(match.phrases, locale);
  const { met, open } = sides(match.checks);
  const { PASS, FAIL, UNKNOWN } = countOf(match.checks);
  return (
    <div className={styles.why}>
      <section aria-labelledby={`${id}-conditions`} className={styles.side}>
        <h3 id={`${id}-conditions`}>{t('match.conditions')}</h3>
        <p className={styles.quiet}>
          {match.checks.length === 0
            ? t('match.conditions.none')
            : t('match.conditions.count', { met: PASS, failed: FAIL, unclear: UNKNOWN })}
        </p>
        <Checks checks={[...open, ...met]} />
      </section>
      <section aria-labelledby={`${id}-parts`} className={styles.side}>
        <h3 id={`${id}-parts`}>{t('match.parts')}</h3>
        <Sum match={match} />
      </section>
      {pairs.length > 0 && (
        <section aria-labelledby={`${id}-shared`} className={styles.shared}>
          <h3 id={`${id}-shared`}>{t('match.phrases')}</h3>
          <ul>
            {pairs.map(({ demand, listing, isSame }) => (
              <li key={demand}>
                {isSame ? (
                  <mark>{demand}</mark>
                ) : (
                  <>
                    <mark>{demand}</mark>
                    <span className="visually-hidden">{t('match.phrases.as')}</span>
                    <i aria-hidden="true">=</i>
                    <mark>{listing}</mark>
                  </>
                )}
              </li>
            ))}
          </ul>
          {sources && <Quotes phrases={match.phrases} sources={sources} />}
        </section>
      )}
      {match.bridges && <Bridges bridges={match.bridges} />}
    </div>
  );
}

function Checks({ checks }: { checks: readonly Check[] }) {
  const t = useT();
  const say = useCheck();
  if (checks.length === 0) return null;
  return (
    <ul className={styles.checks}>
      {checks.map((check) => (
        <Line key={check.constraint} outcome={check.outcome} word={t(`match.outcome.${check.outcome}`)}>
          {say(check)}
        </Line>
      ))}
    </ul>
  );
}

/** A sentence, with how it came out as a sign, and in words unless the heading says it. */
function Line({
  outcome,
  word,
  children,
}: {
  outcome: Check['outcome'];
  word?: string | undefined;
  children: ReactNode;
}) {
  const Icon = outcome === 'PASS' ? CheckIcon : outcome === 'FAIL' ? CloseIcon : InfoIcon;
  return (
    <li className={styles[outcome]}>
      <Icon size={16} />
      <span>
        {word && <b>{word}</b>} {children}
      </span>
    </li>
  );
}
