import { useT, type MessageId } from '@/i18n';

import { LEVELS, stageOf, type Stage } from '../model';
import styles from './ReadinessGauge.module.css';

const STAGES: Record<Stage, MessageId> = {
  lab: 'achievement.stage.lab',
  pilot: 'achievement.stage.pilot',
  industry: 'achievement.stage.industry',
};

/** The level of readiness as a number, nine steps and a word. */
export function ReadinessGauge({ level, wide = false }: { level: number | undefined; wide?: boolean }) {
  const t = useT();
  if (!level) return <span className={styles.none}>{t('achievement.readiness.none')}</span>;
  return (
    <span className={wide ? styles.wide : styles.gauge}>
      <span className={styles.number}>
        <small>TRL</small>
        {level}
      </span>
      <span className={styles.steps} aria-hidden="true">
        {LEVELS.map((step) => (
          <i key={step} className={step <= level ? styles.on : undefined} />
        ))}
      </span>
      <span className={styles.stage}>{t(STAGES[stageOf(level)])}</span>
    </span>
  );
}
