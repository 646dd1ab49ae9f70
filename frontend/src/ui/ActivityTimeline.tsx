import type { ReactNode } from 'react';

import { useFormats } from '@/i18n';

import styles from './ActivityTimeline.module.css';
import { cx } from './cx';

export interface Activity {
  id: string;
  /** When, as the server wrote it. */
  at: string;
  /** Who; the program itself if nobody. */
  who: string;
  what: ReactNode;
  /** In words: a reason, notes, what changed. */
  note?: ReactNode;
  tone?: 'plain' | 'leaf' | 'clay' | 'bloom';
}

/** What happened, last first, day by day. Nothing can be changed here. */
export function ActivityTimeline({ label, activities }: { label: string; activities: readonly Activity[] }) {
  const { date, time } = useFormats();
  const days = new Map<string, Activity[]>();
  for (const activity of activities) {
    const day = date(activity.at);
    days.set(day, [...(days.get(day) ?? []), activity]);
  }
  return (
    <ol className={styles.days} aria-label={label}>
      {[...days].map(([day, entries]) => (
        <li key={day}>
          <p className={styles.day}>{day}</p>
          <ol className={styles.entries}>
            {entries.map(({ id, at, who, what, note, tone = 'plain' }) => (
              <li key={id} className={cx(styles.entry, styles[tone])}>
                <p className={styles.head}>
                  <time dateTime={at}>{time(at)}</time>
                  <b>{what}</b>
                  <span>{who}</span>
                </p>
                {note && <div className={styles.note}>{note}</div>}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
