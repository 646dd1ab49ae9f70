import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { readFragment } from '@/gql';
import { CaseMoveFragmentDoc, type CaseMoveFragment, type CaseState } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useToast } from '@/ui/Toast';

import { keys } from '../keys';
import { COLUMNS, columnOf, isPlain, movesTo, nextColumn, ordered, type Card, type ColumnName } from './model';
import { movesQuery } from './queries';
import { useStep } from './useStep';

interface Lifted {
  card: Card;
  from: ColumnName;
  over: ColumnName;
  /** What the server allows; none while it has not said. */
  moves: readonly CaseMoveFragment[] | undefined;
}

interface Known {
  version: number;
  moves: CaseMoveFragment[];
}

export type Moving = ReturnType<typeof useMoving>;

/**
 * What is being moved, where it may go, and what came of it. A step that asks for nothing is shown at once and taken back if
 * the server refuses; one that needs a reason or a word asks for it first.
 */
export function useMoving(cases: readonly Card[], columns: readonly ColumnName[] = COLUMNS) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const { locale } = useLocale();
  const client = useQueryClient();
  const step = useStep();
  const [lifted, setLifted] = useState<Lifted>();
  const [ahead, setAhead] = useState<{ id: string; version: number; state: CaseState }>();
  const [asking, setAsking] = useState<{ card: Card; moves: CaseMoveFragment[] }>();
  const [refused, setRefused] = useState<string[]>([]);
  const [said, setSaid] = useState('');
  const refocus = useRef<string>(undefined);

  // Shown ahead of the server until it shows it itself.
  const shown = cases.map((card) =>
    ahead?.id === card.id && ahead.version === card.version ? { ...card, state: ahead.state } : card,
  );

  const ask = async (card: Card): Promise<Known> => {
    const { brokerCase } = await client.fetchQuery({ ...movesQuery(card.id, locale), staleTime: 5000 });
    const moves = ordered(readFragment(CaseMoveFragmentDoc, brokerCase?.availableTransitions ?? []));
    return { version: brokerCase?.version ?? card.version, moves };
  };
  const fail = (thrown: unknown) => setRefused([asApiError(thrown).message]);
  const done = () => client.invalidateQueries({ queryKey: keys.all });

  const take = async (card: Card, move: CaseMoveFragment) => {
    setAhead({ id: card.id, version: card.version, state: move.toState });
    setRefused([]);
    try {
      const problems = await step(move.name, { id: card.id, expectedVersion: card.version });
      setRefused(problems.map(({ message }) => message));
      if (problems.length === 0) say(t('advising.move.done', { step: label('CaseTransition', move.name) }));
    } catch (thrown) {
      fail(thrown);
    }
    await done();
    setAhead(undefined);
  };

  /** Lets go over a column. */
  const drop = async (card: Card, column: ColumnName) => {
    setLifted(undefined);
    if (column === columnOf(card.state)) return setSaid(t('advising.move.stays'));
    try {
      const known = await ask(card);
      const moves = movesTo(known.moves, column);
      const [only] = moves;
      if (!only) setSaid(t('advising.move.notThere', { column: t(`advising.column.${column}`) }));
      else if (moves.length === 1 && isPlain(only)) await take({ ...card, version: known.version }, only);
      else setAsking({ card: { ...card, version: known.version }, moves });
    } catch (thrown) {
      fail(thrown);
    }
  };

  return {
    shown,
    lifted,
    asking,
    refused,
    said,
    refocus,
    done: () => void done(),
    endAsking: () => setAsking(undefined),
    /** Learns ahead what may be done with a case: somebody is about to ask. */
    reachFor: (card: Card) =>
      void client.prefetchQuery({ ...movesQuery(card.id, locale), staleTime: 5000 }).catch(() => undefined),
    /** Has the focus: wherever the card goes, the focus goes with it. */
    hold: (card: Card) => {
      refocus.current = card.id;
      void client.prefetchQuery({ ...movesQuery(card.id, locale), staleTime: 5000 }).catch(() => undefined);
    },
    lift: (card: Card) => {
      const from = columnOf(card.state);
      setRefused([]);
      setLifted({ card, from, over: from, moves: undefined });
      ask(card).then(
        ({ moves }) => setLifted((now) => (now?.card.id === card.id ? { ...now, moves } : now)),
        (thrown: unknown) => {
          setLifted(undefined);
          fail(thrown);
        },
      );
    },
    hover: (column: ColumnName) => setLifted((now) => (now && now.over !== column ? { ...now, over: column } : now)),
    letGo: () => lifted && void drop(lifted.card, lifted.over),
    drop: (card: Card, column: ColumnName) => void drop(card, column),
    cancel: () => {
      setLifted(undefined);
      setSaid(t('advising.move.stays'));
    },
    /** Chooses the next column with the arrows. */
    aim: async (card: Card, direction: 1 | -1) => {
      try {
        const { moves } = await ask(card);
        const from = columnOf(card.state);
        const at = lifted?.card.id === card.id ? lifted.over : from;
        const next = nextColumn(moves, from, at, direction, columns);
        if (next) setLifted({ card, from, over: next, moves });
        else if (!lifted) setSaid(t('advising.move.nowhere'));
      } catch (thrown) {
        fail(thrown);
      }
    },
    /** Shows all steps of a case, each with what stands in its way. */
    open: async (card: Card) => {
      try {
        const { version, moves } = await ask(card);
        if (moves.length === 0) setSaid(t('advising.move.nowhere'));
        setAsking({ card: { ...card, version }, moves });
      } catch (thrown) {
        fail(thrown);
      }
    },
    /** Whether something leads from what is lifted into a column. */
    reach: (column: ColumnName): 'free' | 'blocked' | 'none' => {
      const moves = movesTo(lifted?.moves ?? [], column);
      if (moves.some(({ blockedBy }) => blockedBy.length === 0)) return 'free';
      return moves.length > 0 ? 'blocked' : 'none';
    },
  };
}
