import type { CalendarQuery, CaseTaskLineFragment } from '@/gql/graphql';
import type { TwoTongues } from '@/lib/text';

/** Something that has its day. */
export interface Entry {
  key: string;
  day: string;
  kind: 'answer' | 'contact' | 'shortlist' | 'next' | 'task' | 'followUp' | 'mandate';
  /** In words; for those kinds that have none, the kind says it. */
  text?: string | undefined;
  title?: TwoTongues | null | undefined;
  client?: string | undefined;
  caseId?: string | undefined;
  mandateId?: string | undefined;
}

type Case = CalendarQuery['brokerCases']['nodes'][number];

/** Everything with a day, the first first. */
export function entriesOf(
  cases: readonly (Omit<Case, 'tasks'> & { tasks: readonly CaseTaskLineFragment[] })[],
  mandates: CalendarQuery['mandates']['nodes'],
): Entry[] {
  const ofCases = cases.flatMap((one): Entry[] => {
    const about = { title: one.title, client: one.client?.name, caseId: one.id };
    const days: [Entry['kind'], string | null | undefined, string?][] = [
      ['answer', one.state === 'ASSIGNED' ? one.answerBy : undefined],
      ['contact', one.state === 'ACCEPTED' && !one.contactedAt ? one.contactBy : undefined],
      ['shortlist', one.state === 'ACCEPTED' || one.state === 'IN_SERVICE' ? one.shortlistBy : undefined],
    ];
    const open = one.tasks.filter(({ doneOn }) => !doneOn);
    // The next step may be the next task: that is shown once.
    const isTask = open.some(({ title, dueOn }) => title === one.nextStep && dueOn === one.nextDue);
    if (!isTask) days.push(['next', one.nextDue, one.nextStep ?? undefined]);
    return [
      ...days.flatMap(([kind, day, text]): Entry[] =>
        day ? [{ ...about, key: `${one.id}${kind}`, day, kind, text }] : [],
      ),
      ...open.map(({ id, kind, title, dueOn }): Entry => ({
        ...about,
        key: id,
        day: dueOn,
        kind: kind === 'FOLLOW_UP' ? 'followUp' : 'task',
        text: title,
      })),
    ];
  });
  const ends = mandates.map(({ id, validUntil, organization }): Entry => ({
    key: id,
    day: validUntil,
    kind: 'mandate',
    client: organization?.name,
    mandateId: id,
  }));
  return [...ofCases, ...ends].sort((a, b) => a.day.localeCompare(b.day));
}

const DAY = 86_400_000;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The day that is `by` days later. */
export const plus = (day: string, by: number): string => dayOf(at(day) + by * DAY);

/** A month as it hangs on the wall: whole weeks, beginning with Monday. */
export function weeksOf(month: string): string[][] {
  const first = at(`${month}-01`);
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const weeks: string[][] = [];
  for (let week = start; week === start || dayOf(week).slice(0, 7) === month; week += 7 * DAY)
    weeks.push(Array.from({ length: 7 }, (_, place) => dayOf(week + place * DAY)));
  return weeks;
}

/** The month that is `by` months later. */
export function monthPlus(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** Where a key leads from a day of the month. */
export function stepFrom(day: string, key: string): string | undefined {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const by = steps[key];
  if (by !== undefined) return plus(day, by);
  if (key === 'Home') return plus(day, -((new Date(at(day)).getUTCDay() + 6) % 7));
  if (key === 'End') return plus(day, 6 - ((new Date(at(day)).getUTCDay() + 6) % 7));
  if (key === 'PageUp' || key === 'PageDown') {
    const month = monthPlus(day.slice(0, 7), key === 'PageUp' ? -1 : 1);
    const last = plus(`${monthPlus(month, 1)}-01`, -1);
    const same = `${month}-${day.slice(8)}`;
    return same > last ? last : same;
  }
  return undefined;
}
