import type { ReactNode } from 'react';

import { readFragment, type FragmentType } from '@/gql';
import {
  MatchOriginShownFragmentDoc,
  MatchShownFragmentDoc,
  type MatchNotice,
  type MatchShownFragment,
} from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { Notice } from '@/ui/States';

import { apart } from './model';
import { Score } from './Score';
import { Why } from './Why';
import styles from './Why.module.css';

interface Node {
  match: FragmentType<typeof MatchShownFragmentDoc>;
}

/** What fits, best first: each row with why. What hardly fits is folded away. */
export function Found<One extends Node>({
  nodes,
  notices,
  origin,
  keyOf,
  row,
  foot,
  empty,
}: {
  nodes: readonly One[];
  notices: readonly MatchNotice[];
  origin: FragmentType<typeof MatchOriginShownFragmentDoc>;
  keyOf: (node: One) => string;
  row: (node: One, match: MatchShownFragment) => ReactNode;
  /** What somebody may say to it. */
  foot?: (node: One) => ReactNode;
  /** What is said if there is nothing. */
  empty: ReactNode;
}) {
  const t = useT();
  const read = nodes.map((node, place) => {
    const match = readFragment(MatchShownFragmentDoc, node.match);
    return { node, match, score: match.score, place: place + 1 };
  });
  const { fitting, weak } = apart(read);
  const card = ({ node, match, place }: (typeof read)[number], why: ReactNode) => (
    <li key={keyOf(node)} className={styles.card}>
      <Score match={match} place={place} />
      {row(node, match)}
      {why}
      {foot?.(node)}
    </li>
  );
  return (
    <>
      {notices.map((notice) => (
        <Notice key={notice} tone="bloom">
          {t(`match.notice.${notice}`)}
        </Notice>
      ))}
      {fitting.length > 0 && (
        <ol className={styles.cards}>{fitting.map((one) => card(one, <Why match={one.match} />))}</ol>
      )}
      {fitting.length === 0 && weak.length === 0 && empty}
      {fitting.length === 0 && weak.length > 0 && <p className={styles.none}>{t('match.onlyWeak')}</p>}
      {weak.length > 0 && (
        <details className={styles.rest}>
          <summary>{t(fitting.length > 0 ? 'match.rest' : 'match.rest.only', { count: weak.length })}</summary>
          <ol className={styles.cards}>
            {weak.map((one) =>
              card(
                one,
                <details className={styles.folded}>
                  <summary>{t('match.why')}</summary>
                  <Why match={one.match} />
                </details>,
              ),
            )}
          </ol>
        </details>
      )}
      <Origin origin={origin} />
    </>
  );
}

/** What the answer was made with, so that it can be made again. */
function Origin({ origin: masked }: { origin: FragmentType<typeof MatchOriginShownFragmentDoc> }) {
  const t = useT();
  const { date } = useFormats();
  const { engine, model, terms, weights } = readFragment(MatchOriginShownFragmentDoc, masked);
  return (
    <footer className={styles.origin}>
      <details className={styles.folded}>
        <summary>{t('match.origin')}</summary>
        <p>{model ? t('match.origin.model', { model }) : t('match.origin.words')}</p>
        {/* The rule says how much meanings weigh too, and that means nothing where none were compared. */}
        {weights && model && <p>{t('match.origin.rule', { rule: weights.summary, date: date(weights.validFrom) })}</p>}
        {weights && !model && <p>{t('match.origin.since', { date: date(weights.validFrom) })}</p>}
        <p>{t('match.origin.versions', { engine, terms })}</p>
      </details>
    </footer>
  );
}
