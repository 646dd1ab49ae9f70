import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { useFormats, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';

import { readCalendar } from './address';
import { EntryLink } from './CalendarPage';
import { monthPlus, stepFrom, weeksOf, type Entry } from './model';
import styles from './Month.module.css';

const route = getRouteApi('/work/advising/calendar');

/** Three fit into a day; the list below has them all. */
const MOST = 3;

/** A month, walked with the arrows: a day takes the focus, and what is on it comes after it. */
export function Month({ month, today, entries }: { month: string; today: string; entries: readonly Entry[] }) {
  const t = useT();
  const { longDate, monthOf, weekday } = useFormats();
  const navigate = route.useNavigate();
  const table = useRef<HTMLTableElement>(null);
  const wanted = useRef<string>(undefined);
  const [day, setDay] = useState(today.startsWith(month) ? today : `${month}-01`);
  const go = (next: string) =>
    void navigate({
      search: readCalendar({ month: next === today.slice(0, 7) ? undefined : next }),
      resetScroll: false,
      replace: true,
    });
  useEffect(() => {
    if (!wanted.current) return;
    table.current?.querySelector<HTMLElement>(`[data-day="${wanted.current}"]`)?.focus();
    wanted.current = undefined;
  });
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const next = stepFrom(day, event.key);
    if (!next) return;
    event.preventDefault();
    if (next.slice(0, 7) !== month) return go(next.slice(0, 7));
    wanted.current = next;
    setDay(next);
  };
  const weeks = weeksOf(month);
  const on = (value: string) => entries.filter((entry) => entry.day === value);
  return (
    <section aria-labelledby="month" className={styles.month}>
      <header className={styles.head}>
        <h2 id="month" aria-live="polite">
          {monthOf(`${month}-01`)}
        </h2>
        <div className={styles.buttons}>
          <Button size="s" onClick={() => go(monthPlus(month, -1))}>
            {t('advising.calendar.before')}
          </Button>
          <Button size="s" onClick={() => go(today.slice(0, 7))}>
            {t('advising.calendar.today')}
          </Button>
          <Button size="s" onClick={() => go(monthPlus(month, 1))}>
            {t('advising.calendar.after')}
          </Button>
        </div>
      </header>
      <table ref={table} className={styles.table} aria-labelledby="month">
        <thead>
          <tr>
            {weeks[0]?.map((value) => (
              <th key={value} scope="col">
                {weekday(value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((value) => {
                const inside = on(value);
                return (
                  <td
                    key={value}
                    className={cx(!value.startsWith(month) && styles.other, value === today && styles.today)}
                  >
                    <button
                      type="button"
                      data-day={value}
                      className={styles.day}
                      tabIndex={value === day ? 0 : -1}
                      aria-current={value === today ? 'date' : undefined}
                      aria-label={t('advising.calendar.day', {
                        date: longDate(value),
                        count: inside.length,
                      })}
                      onClick={() => setDay(value)}
                      onFocus={() => value.startsWith(month) && setDay(value)}
                      onKeyDown={press}
                    >
                      {Number(value.slice(8))}
                    </button>
                    <ul>
                      {inside.slice(0, MOST).map((entry) => (
                        <li key={entry.key} className={cx(styles.entry, entry.day < today && styles.late)}>
                          <EntryLink entry={entry} />
                        </li>
                      ))}
                      {inside.length > MOST && (
                        <li className={styles.more}>{t('advising.calendar.more', { count: inside.length - MOST })}</li>
                      )}
                    </ul>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
