import { useFormats, useT } from '@/i18n';
import { cx } from '@/ui/cx';
import { CheckIcon } from '@/ui/icons';

import styles from './CaseStepper.module.css';
import type { Case } from './CasePage';

const PATH = ['OPEN', 'ASSIGNED', 'ACCEPTED', 'IN_SERVICE', 'MATCHED', 'CONTRACTED', 'TRACKING', 'CLOSED'] as const;

/** How far a case has come, with the days on which it did. */
export function CaseStepper({ found }: { found: Case }) {
  const t = useT();
  const { date } = useFormats();
  const isOver = found.state.startsWith('CLOSED');
  const at = isOver ? PATH.length - 1 : PATH.indexOf(found.state as (typeof PATH)[number]);
  const DAYS: Partial<Record<(typeof PATH)[number], string | null | undefined>> = {
    OPEN: found.createdAt,
    ASSIGNED: found.assignedAt,
    ACCEPTED: found.acceptedAt,
    MATCHED: found.matchedAt,
    CONTRACTED: found.contractedAt,
    CLOSED: found.closedAt,
  };
  return (
    <ol className={styles.steps} aria-label={t('advising.case.way')}>
      {PATH.map((step, place) => {
        // A case that ended early did not come by what lies between.
        const isDone =
          place < at && (!isOver || DAYS[step] != null || (step === 'IN_SERVICE' && found.matchedAt != null));
        const day = place <= at ? DAYS[step] : undefined;
        return (
          <li
            key={step}
            className={cx(isDone && styles.done, place === at && styles.now)}
            aria-current={place === at ? 'step' : undefined}
          >
            <span className={styles.name}>
              {isDone && <CheckIcon size={14} />}
              {t(`advising.column.${step}`)}
              {isDone && <span className="visually-hidden"> {t('ui.step.done')}</span>}
            </span>
            {day && <time dateTime={day}>{date(day)}</time>}
          </li>
        );
      })}
    </ol>
  );
}
