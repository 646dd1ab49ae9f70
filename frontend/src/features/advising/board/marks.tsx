import type { CaseCardFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { cx } from '@/ui/cx';
import { AlertIcon, ClockIcon } from '@/ui/icons';
import { Tag } from '@/ui/Tag';

import styles from './Board.module.css';
import { deadlineOf } from './model';

/** What is next in a case, and until when. */
export function Due({ card, today }: { card: CaseCardFragment; today: string }) {
  const t = useT();
  const { date } = useFormats();
  const due = deadlineOf(card, today);
  if (!due && !card.nextStep) return null;
  const text = due?.kind === 'next' || !due ? (card.nextStep ?? t('advising.due.next')) : t(`advising.due.${due.kind}`);
  return (
    <p className={cx(styles.due, due?.late && styles.late)}>
      <ClockIcon size={14} />
      <span>
        {text}
        {due && (
          <>
            {' · '}
            <time dateTime={due.day}>{date(due.day)}</time>
            {due.late && <> · {t('advising.due.late')}</>}
          </>
        )}
      </span>
    </p>
  );
}

/** What is wrong with a case. */
export function CaseMarks({ card }: { card: CaseCardFragment }) {
  const t = useT();
  const { date } = useFormats();
  const isOpen = card.conflicts.some(({ state }) => state === 'OPEN');
  if (!card.stuckSince && !card.lateSince && card.conflicts.length === 0) return null;
  return (
    <p className={styles.marks}>
      {card.stuckSince && (
        <Tag tone="clay">
          <AlertIcon size={12} />
          {t('advising.mark.stuck', { date: date(card.stuckSince) })}
        </Tag>
      )}
      {card.lateSince && (
        <Tag tone="clay">
          <ClockIcon size={12} />
          {t('advising.mark.late', { date: date(card.lateSince) })}
        </Tag>
      )}
      {card.conflicts.length > 0 && (
        <Tag tone={isOpen ? 'clay' : 'sky'}>{t(isOpen ? 'advising.mark.tie.open' : 'advising.mark.tie')}</Tag>
      )}
    </p>
  );
}

/** The two in one cell of a table; a dash where there is nothing to say. */
export function Next({ card, today }: { card: CaseCardFragment; today: string }) {
  const isQuiet = !deadlineOf(card, today) && !card.nextStep;
  return (
    <>
      {isQuiet ? '–' : <Due card={card} today={today} />}
      <CaseMarks card={card} />
    </>
  );
}
