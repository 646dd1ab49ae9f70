import type { Period } from './address';

const two = (number: number) => String(number).padStart(2, '0');

/** The first and the last day of a period, as seen from `today`. */
export function daysOf(period: Period, today: string): { from: string; until: string } {
  const year = Number(today.slice(0, 4));
  if (period === 'year') return { from: `${year}-01-01`, until: `${year}-12-31` };
  const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3) - (period === 'before' ? 1 : 0);
  const first = quarter < 0 ? { year: year - 1, month: 10 } : { year, month: quarter * 3 + 1 };
  const last = new Date(Date.UTC(first.year, first.month + 2, 0)).toISOString().slice(0, 10);
  return { from: `${first.year}-${two(first.month)}-01`, until: last };
}
