import { useId, type ReactNode } from 'react';

import type { MatchShownFragment } from '@/gql/graphql';
import { useLocale, useT, type MessageId } from '@/i18n';
import { CheckIcon, CloseIcon, InfoIcon, MinusIcon } from '@/ui/icons';

import { Bridges } from './Bridges';
import { countOf, pairsOf, sides, type Check } from './model';
import { Quotes, type Sources } from './Quotes';
import { Sum } from './Sum';
import { useCheck } from './words';
import styles from './Why.module.css';

/**
 * Why two fit, and what speaks against it: first every condition with both values, apart from what would merely be nice
 * to have, then what the score is made of, what both speak of and where, and how it could fit better.
 */
export function Why({ match, sources }: { match: MatchShownFragment; sources?: Sources }) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const pairs = pairsOf(match.phrases, locale);
  const { musts, wishes } = sides(match.checks);
  const { PASS, FAIL, UNKNOWN } = countOf(musts);
  return (
    <div className={styles.why}>
      <section aria-labelledby={`${id}-conditions`} className={styles.side}>
        <h3 id={`${id}-conditions`}>{t('match.conditions')}</h3>
        <p className={styles.quiet}>
          {musts.length === 0
            ? t('match.conditions.none')
            : t('match.conditions.count', { met: PASS, failed: FAIL, unclear: UNKNOWN })}
        </p>
        <Checks checks={musts} />
        {wishes.length > 0 && (
          <section aria-labelledby={`${id}-wishes`} className={styles.wishes}>
            <h4 id={`${id}-wishes`}>{t('match.wishes')}</h4>
            <p className={styles.quiet}>{t('match.wishes.count', { met: countOf(wishes).PASS, all: wishes.length })}</p>
            <Checks checks={wishes} />
          </section>
        )}
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
        <Line key={check.constraint} check={check} word={t(wordOf(check))}>
          {say(check)}
        </Line>
      ))}
    </ul>
  );
}

/** A wish that is not met is no failure, and has its own word. */
const wordOf = ({ outcome, isWish }: Check): MessageId =>
  isWish && outcome === 'FAIL' ? 'match.wish.FAIL' : `match.outcome.${outcome}`;

const ICONS = { PASS: CheckIcon, FAIL: CloseIcon, UNKNOWN: InfoIcon };

/** A sentence, with how it came out as a sign and in words. */
function Line({ check: { outcome, isWish }, word, children }: { check: Check; word: string; children: ReactNode }) {
  const isMissed = isWish && outcome === 'FAIL';
  const Icon = isMissed ? MinusIcon : ICONS[outcome];
  return (
    <li className={isMissed ? styles.missed : styles[outcome]}>
      <Icon size={16} />
      <span>
        <b>{word}</b> {children}
      </span>
    </li>
  );
}
