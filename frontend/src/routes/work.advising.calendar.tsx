import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';

import { readCalendar, type CalendarSearch } from '@/features/advising/calendar/address';
import { CalendarPage } from '@/features/advising/calendar/CalendarPage';

export const Route = createFileRoute('/work/advising/calendar')({
  validateSearch: (raw: CalendarSearch & SearchSchemaInput): CalendarSearch => readCalendar({ ...raw }),
  component: CalendarPage,
});
