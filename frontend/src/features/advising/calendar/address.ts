import { told, type Raw } from '@/lib/address';

export interface CalendarSearch {
  /** `2026-11`; none for the month that it is. */
  month?: string;
}

export const readCalendar = (raw: Raw): CalendarSearch =>
  told({ month: /^20\d\d-(0[1-9]|1[0-2])$/.test(String(raw.month)) ? String(raw.month) : undefined });
