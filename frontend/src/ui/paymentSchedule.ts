import type { Amount } from '@/lib/money';

/** One amount of a schedule, as the server computed it. */
export interface Payment {
  ordinal: number;
  dueOn: string;
  amount: Amount;
  trigger: string;
  /** How it stands; none for one that is only planned. */
  state?: string;
}

export interface Dot {
  ordinal: number;
  /** From 0, the first of January, to 1. */
  at: number;
}

/** A year of a license, or several in which nothing happens, as one line of a picture. */
export interface Band {
  from: number;
  to: number;
  /** The part of the line in which the license runs. */
  runs: { start: number; end: number };
  /** The part of it in which nothing falls due yet. */
  free: { start: number; end: number } | undefined;
  today: number | undefined;
  dots: Dot[];
}

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Where a day stands in the picture of its year. Months are equally wide there: nothing is counted with it. */
export function placeInYear(day: string): number {
  const [, month = 1, date = 1] = day.split('-').map(Number);
  return (month - 1 + (date - 1) / 31) / 12;
}

function part(year: number, start: string, end: string): { start: number; end: number } | undefined {
  if (year < yearOf(start) || year > yearOf(end)) return undefined;
  const from = year === yearOf(start) ? placeInYear(start) : 0;
  const to = year === yearOf(end) ? placeInYear(end) : 1;
  return to > from ? { start: from, end: to } : undefined;
}

/** The picture of a schedule: a line a year up to the last payment; quiet years in between are one line. */
export function bandsOf(asked: {
  payments: readonly Payment[];
  startsOn: string;
  endsOn: string | undefined;
  today: string;
}): Band[] {
  const { payments, startsOn, today } = asked;
  const first = payments[0]?.dueOn ?? startsOn;
  const last = payments.reduce((latest, { dueOn }) => (dueOn > latest ? dueOn : latest), startsOn);
  const endsOn = asked.endsOn ?? last;
  const bands: Band[] = [];
  for (let year = yearOf(startsOn); year <= yearOf(last); year += 1) {
    const band: Band = {
      from: year,
      to: year,
      runs: part(year, startsOn, endsOn) ?? { start: 0, end: 0 },
      free: part(year, startsOn, first),
      today: yearOf(today) === year ? placeInYear(today) : undefined,
      dots: payments
        .filter(({ dueOn }) => yearOf(dueOn) === year)
        .map(({ ordinal, dueOn }) => ({ ordinal, at: placeInYear(dueOn) })),
    };
    const before = bands.at(-1);
    if (before && isQuiet(before) && isQuiet(band) && looksLike(before, band)) before.to = year;
    else bands.push(band);
  }
  return bands;
}

const isQuiet = (band: Band): boolean => band.dots.length === 0 && band.today === undefined;

const looksLike = (one: Band, other: Band): boolean =>
  JSON.stringify([one.runs, one.free]) === JSON.stringify([other.runs, other.free]);

/** What comes next: the first that has not fallen due. */
export const nextOf = (payments: readonly Payment[]): Payment | undefined =>
  payments.find(({ state }) => state === undefined || state === 'SCHEDULED');
