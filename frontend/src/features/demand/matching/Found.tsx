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

import type { Order, Show } from '../work/address';
import { apart, arranged } from './model';
import type { Sources } from './Quotes';
import { Score } from './Score';
import { Why } from './Why';
import styles from './Why.module.css';

interface Node {
  match: FragmentType<typeof MatchShownFragmentDoc>;
}

/** How a list is looked at, and what it goes by. */
export interface View<One> {
  show?: Show | undefined;
  order?: Order | undefined;
  of: (node: One) => { isJudged: boolean; publishedAt: string };
}

const STRANGER = { isJudged: false, publishedAt: '' };

/** What fits, best first: each row with why. What hardly fits is folded away. */
export function Found<One extends Node>({
  nodes,
  notices,
  origin,
  keyOf,
  row,
  sources,
  foot,
  empty,
  view,
}: {
  nodes: readonly One[];
  notices: readonly MatchNotice[];
  origin: FragmentType<typeof MatchOriginShownFragmentDoc>;
  keyOf: (node: One) => string;
  row: (node: One, match: MatchShownFragment) => ReactNode;
  /** What either side says, to quote from. */
  sources: (node: One) => Sources;
  /** What somebody may say to it, and do with it. */
  foot?: (node: One) => ReactNode;
  /** What is said if there is nothing. */
  empty: ReactNode;
  /** What is looked at, and in which order; each where it is not as usual. Then nothing is folded away. */
  view?: View<One> | undefined;
}) {
  const t = useT();
  const { model } = readFragment(MatchOriginShownFragmentDoc, origin);
  const read = nodes.map((node, place) => {
    const match = readFragment(MatchShownFragmentDoc, node.match);
    return { node, match, score: match.score, place: place + 1, ...(view?.of(node) ?? STRANGER) };
  });
  const isUsual = view?.show === undefined && view?.order === undefined;
  const { fitting, weak } = isUsual
    ? apart(read, Boolean(model))
    : { fitting: arranged(read, view.show, view.order), weak: [] };
  const card = ({ node, match, place }: (typeof read)[number], isFolded: boolean) => {
    const why = <Why match={match} sources={sources(node)} />;
    return (
      <li key={keyOf(node)} className={styles.card}>
        <Score match={match} place={place} />
        {row(node, match)}
        {isFolded ? (
          <details className={styles.folded}>
            <summary>{t('match.why')}</summary>
            {why}
          </details>
        ) : (
          why
        )}
        {foot?.(node)}
      </li>
    );
  };
  return (
    <>
      {notices.map((notice) => (
        <Notice key={notice} tone="bloom">
          {t(`match.notice.${notice}`)}
        </Notice>
      ))}
      {read.length > 0 && (
        <p className={styles.quiet}>
          {t('match.sum.lead')} {!model && t('match.wordsOnly')}
        </p>
      )}
      {fitting.length > 0 && <ol className={styles.cards}>{fitting.map((one) => card(one, false))}</ol>}
      {fitting.length === 0 && weak.length === 0 && (isUsual ? empty : <p>{t('match.show.none')}</p>)}
      {fitting.length === 0 && weak.length > 0 && <p className={styles.none}>{t('match.onlyWeak')}</p>}
      {weak.length > 0 && (
        <details className={styles.rest}>
          <summary>{t(fitting.length > 0 ? 'match.rest' : 'match.rest.only', { count: weak.length })}</summary>
          <ol className={styles.cards}>{weak.map((one) => card(one, true))}</ol>
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
