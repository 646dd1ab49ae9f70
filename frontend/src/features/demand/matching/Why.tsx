import { useId, type ReactNode } from 'react';

import type { MatchShownFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { CheckIcon, CloseIcon, InfoIcon } from '@/ui/icons';

import { Bridges } from './Bridges';
import { bandOf, isTelling, pairsOf, shareOf, sides, type Check } from './model';
import { Sum } from './Sum';
import { useCheck, useEvidence } from './words';
import styles from './Why.module.css';

/** Why two fit, and what speaks against it: every kind of evidence with its weight, and every condition with both values. */
export function Why({ match }: { match: MatchShownFragment }) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const evidence = useEvidence();
  const pairs = pairsOf(match.phrases, locale);
  const { met, open } = sides(match.checks);
  const telling = match.parts.filter(isTelling);
  const silent = match.parts.filter((part) => !isTelling(part));
  const isWeak = bandOf(match.score) === 'low';
  return (
    <div className={styles.why}>
      <section aria-labelledby={`${id}-for`} className={styles.side}>
        <h3 id={`${id}-for`}>{t('match.for')}</h3>
        {telling.length === 0 && pairs.length === 0 && <p className={styles.none}>{t('match.for.none')}</p>}
        {telling.length > 0 && (
          <ul className={styles.parts}>
            {telling.map((part) => (
              <li key={part.evidence}>
                <span>{evidence(part.evidence, true)}</span>
                <span className={styles.bar} aria-hidden="true">
                  <i style={{ inlineSize: `${shareOf(part.points)}%` }} />
                </span>
              </li>
            ))}
          </ul>
        )}
        {pairs.length > 0 && (
          <div className={styles.phrases}>
            <p>{t('match.phrases')}</p>
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
          </div>
        )}
      </section>
      <section aria-labelledby={`${id}-against`} className={styles.side}>
        <h3 id={`${id}-against`}>{t('match.against')}</h3>
        {open.length === 0 && silent.length === 0 && !isWeak && (
          <p className={styles.none}>{t('match.against.none')}</p>
        )}
        <Checks checks={open} />
        {(isWeak || silent.length > 0) && (
          <ul className={styles.checks}>
            {isWeak && <Line outcome="UNKNOWN">{t('match.weak')}</Line>}
            {silent.map((part) => (
              <Line key={part.evidence} outcome="UNKNOWN">
                {evidence(part.evidence, false)}
              </Line>
            ))}
          </ul>
        )}
        {met.length > 0 && (
          <>
            <h3>{t('match.met')}</h3>
            <Checks checks={met} />
          </>
        )}
      </section>
      {match.bridges && <Bridges bridges={match.bridges} />}
      <Sum match={match} />
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
        <Line
          key={check.constraint}
          outcome={check.outcome}
          word={check.outcome === 'PASS' ? undefined : t(`match.outcome.${check.outcome}`)}
        >
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
