import { useT } from '@/i18n';

import { cx } from './cx';
import { CheckIcon } from './icons';
import styles from './Stepper.module.css';

/** The steps of something longer, and where one is. On a small screen only the present one is named. */
export function Stepper({
  label,
  steps,
  current,
  isLeft,
}: {
  label: string;
  steps: readonly string[];
  current: number;
  /** Whether something is left to do in a step that one has passed. */
  isLeft?: (place: number) => boolean;
}) {
  const t = useT();
  return (
    <nav aria-label={label}>
      <ol className={styles.steps}>
        {steps.map((step, place) => {
          const isPassed = place < current;
          const isDone = isPassed && !isLeft?.(place);
          const isHere = place === current;
          return (
            <li
              key={step}
              className={cx(
                styles.step,
                isDone && styles.done,
                isPassed && !isDone && styles.left,
                isHere && styles.here,
              )}
              aria-current={isHere ? 'step' : undefined}
            >
              <span className={styles.number} aria-hidden="true">
                {isDone ? <CheckIcon size={14} /> : place + 1}
              </span>
              <span className={styles.name}>
                {step}
                {isPassed && <span className="visually-hidden"> {t(isDone ? 'ui.step.done' : 'ui.step.left')}</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={styles.short} aria-hidden="true">
        {t('ui.step.of', { step: current + 1, steps: steps.length })}
      </p>
    </nav>
  );
}
