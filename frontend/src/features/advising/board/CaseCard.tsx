import { Link } from '@tanstack/react-router';
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

import { useT } from '@/i18n';
import { IconButton } from '@/ui/Button';
import { cx } from '@/ui/cx';

import styles from './Board.module.css';
import { CaseMarks, Due } from './marks';
import { columnOf, type Card, type ColumnName } from './model';
import { MoveIcon } from './MoveIcon';
import type { Moving } from './useMoving';

/** Further than this a press is a pull. */
const PULL = 6;

const under = (event: PointerEvent): ColumnName | undefined =>
  document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-column]')?.dataset.column as
    | ColumnName
    | undefined;

/** One case on the board: what for whom, what is next, and what is wrong with it. */
export function CaseCard({
  card,
  today,
  name,
  withAdvisor,
  moving,
}: {
  card: Card;
  today: string;
  name: string;
  withAdvisor: boolean;
  moving: Moving;
}) {
  const t = useT();
  const pulled = useRef<{ x: number; y: number; isPulled: boolean }>(undefined);
  const item = useRef<HTMLLIElement>(null);
  const isLifted = moving.lifted?.card.id === card.id;
  const isAimed = isLifted && moving.lifted?.over !== moving.lifted?.from;

  const begin = (event: PointerEvent<HTMLLIElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    if ((event.target as HTMLElement).closest('button')) return;
    pulled.current = { x: event.clientX, y: event.clientY, isPulled: false };
    moving.reachFor(card);
  };
  const pull = (event: PointerEvent<HTMLLIElement>) => {
    const start = pulled.current;
    if (!start) return;
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (!start.isPulled) {
      if (Math.hypot(dx, dy) < PULL) return;
      start.isPulled = true;
      item.current?.setPointerCapture(event.pointerId);
      moving.lift(card);
    }
    item.current?.style.setProperty('--pull', `${dx}px ${dy}px`);
    moving.hover(under(event) ?? columnOf(card.state));
  };
  const end = (event: PointerEvent<HTMLLIElement>, isDropped: boolean) => {
    const start = pulled.current;
    pulled.current = undefined;
    item.current?.style.removeProperty('--pull');
    if (!start?.isPulled) return;
    if (isDropped) moving.drop(card, under(event) ?? columnOf(card.state));
    else moving.cancel();
  };
  const press = (event: KeyboardEvent<HTMLButtonElement>) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
    if (direction) void moving.aim(card, direction);
    else if (event.key === 'Escape' && isLifted) moving.cancel();
    else if ((event.key === 'Enter' || event.key === ' ') && isAimed) moving.letGo();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(event.currentTarget, event.key);
    else return;
    event.preventDefault();
  };
  return (
    // What the mouse does here, the button in it does with the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      ref={item}
      className={cx(styles.card, isLifted && styles.lifted)}
      data-case={card.id}
      onPointerDown={begin}
      onPointerMove={pull}
      onPointerUp={(event) => end(event, true)}
      onPointerCancel={(event) => end(event, false)}
      onPointerEnter={() => moving.reachFor(card)}
      // The browser would carry the link away instead of the card.
      onDragStart={(event) => event.preventDefault()}
    >
      <div className={styles.cardHead}>
        <Link to="/work/cases/$id" params={{ id: card.id }} className={styles.cardTitle} preload={false}>
          {name}
        </Link>
        <IconButton
          label={t('advising.move', { title: name })}
          className={styles.handle}
          data-handle={card.id}
          aria-describedby="board-keys"
          onKeyDown={press}
          onFocus={() => {
            moving.hold(card);
          }}
          onBlur={() => isLifted && pulled.current === undefined && moving.cancel()}
          onClick={() => void moving.open(card)}
        >
          <MoveIcon size={16} />
        </IconButton>
      </div>
      {card.client && <p className={styles.client}>{card.client.name}</p>}
      {withAdvisor && card.advisor && (
        <p className={styles.quiet}>{t('advising.card.advisor', { name: card.advisor.name ?? '–' })}</p>
      )}
      <Due card={card} today={today} />
      <CaseMarks card={card} />
    </li>
  );
}

/** From one card of a column to the next. */
function step(handle: HTMLElement, key: string): void {
  const handles = [...(handle.closest('[data-column]')?.querySelectorAll<HTMLElement>('[data-handle]') ?? [])];
  handles[handles.indexOf(handle) + (key === 'ArrowDown' ? 1 : -1)]?.focus();
}
