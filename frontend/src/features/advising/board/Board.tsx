import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';

import { useLocale, useT } from '@/i18n';
import { pick } from '@/lib/text';
import { todayInChina } from '@/lib/today';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { ArrowRight } from '@/ui/icons';
import { Notice } from '@/ui/States';

import { readBoard, type BoardSearch } from './address';
import styles from './Board.module.css';
import { CaseCard } from './CaseCard';
import { COLUMNS, inColumns, type Card, type ColumnName } from './model';
import { StepDialog } from './StepDialog';
import { useBeyond } from './useBeyond';
import { useMoving } from './useMoving';

/**
 * The columns. A case is moved with the mouse, from its menu, or with the arrows while its handle has the focus: whatever
 * can be dragged is reached without dragging. Where it may go, the server says.
 */
export function Board({
  cases,
  search,
  isStaff,
  closedCount,
  isOld,
}: {
  cases: readonly Card[];
  search: BoardSearch;
  isStaff: boolean;
  closedCount: number;
  isOld: boolean;
}) {
  const t = useT();
  const { locale } = useLocale();
  const board = useRef<HTMLDivElement>(null);
  const [today] = useState(todayInChina);
  const beyond = useBeyond(board);
  const shown = COLUMNS.filter((name) => name !== 'OPEN' || isStaff);
  const moving = useMoving(cases, shown);
  const { lifted } = moving;
  const columns = inColumns(moving.shown, today);
  // A card that went into another column was made anew: the focus goes with it.
  useLayoutEffect(() => {
    const id = moving.refocus.current;
    if (!id || (document.activeElement && document.activeElement !== document.body)) return;
    board.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(id)}"]`)?.focus();
  });
  const name = (one: Card | undefined) => (one?.title && pick(one.title, locale)?.text) ?? t('advising.case.hidden');
  const said = lifted
    ? lifted.over === lifted.from
      ? t('advising.move.lifted', { title: name(lifted.card), column: t(`advising.column.${lifted.from}`) })
      : t('advising.move.over', { title: name(lifted.card), column: t(`advising.column.${lifted.over}`) })
    : moving.said;
  const look = (column: ColumnName) => {
    if (!lifted || column === lifted.from) return undefined;
    const possible = moving.reach(column);
    return possible === 'free' ? styles.possible : possible === 'blocked' ? styles.barred : styles.shut;
  };
  return (
    <>
      <p id="board-keys" className={styles.keys}>
        {t('advising.move.keys')}
      </p>
      <p role="status" className="visually-hidden">
        {said}
      </p>
      {moving.refused.length > 0 && (
        <div role="alert">
          <Notice tone="clay">
            {moving.refused.map((message) => (
              <p key={message}>{message}</p>
            ))}
          </Notice>
        </div>
      )}
      {beyond > 0 && (
        <p className={styles.beyond}>
          {t('advising.board.more', { count: beyond })}
          <Button size="s" look="quiet" onClick={() => board.current?.scrollTo({ left: board.current.scrollWidth })}>
            {t('advising.board.more.go')}
            <ArrowRight size={14} />
          </Button>
        </p>
      )}
      <div ref={board} className={cx(styles.board, isOld && styles.old, lifted && styles.lifting)}>
        {shown.map((column) => {
          const inside = columns.get(column) ?? [];
          return (
            <section
              key={column}
              data-column={column}
              aria-labelledby={`column-${column}`}
              className={cx(
                styles.column,
                inside.length === 0 && styles.bare,
                look(column),
                lifted?.over === column && styles.over,
              )}
            >
              <h2 id={`column-${column}`}>
                {t(`advising.column.${column}`)} <span>{column === 'CLOSED' ? closedCount : inside.length}</span>
              </h2>
              {inside.length === 0 && <p className={styles.none}>{t(`advising.column.none.${column}`)}</p>}
              <ul>
                {inside.map((card) => (
                  <CaseCard
                    key={card.id}
                    card={card}
                    today={today}
                    name={name(card)}
                    withAdvisor={isStaff}
                    moving={moving}
                  />
                ))}
              </ul>
              {column === 'CLOSED' && closedCount > inside.length && (
                <Link to="/work/advising" search={readBoard({ ...search, closed: true })}>
                  {t('advising.column.closed.all')}
                </Link>
              )}
            </section>
          );
        })}
      </div>
      {moving.asking && (
        <StepDialog
          subject={moving.asking.card}
          name={name(moving.asking.card)}
          moves={moving.asking.moves}
          onClose={moving.endAsking}
          onDone={moving.done}
        />
      )}
    </>
  );
}
