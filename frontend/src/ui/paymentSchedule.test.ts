import { describe, expect, it } from 'vitest';

import { bandsOf, nextOf, placeInYear, type Payment } from './paymentSchedule';

const pay = (ordinal: number, dueOn: string, state?: string): Payment => ({
  ordinal,
  dueOn,
  amount: { currency: 'CNY', minorUnits: '100' },
  trigger: 'DATE',
  ...(state ? { state } : {}),
});

describe('placeInYear', () => {
  it('goes from the first of January to the end of December', () => {
    expect(placeInYear('2026-01-01')).toBe(0);
    expect(placeInYear('2026-07-01')).toBe(0.5);
    expect(placeInYear('2026-12-31')).toBeLessThan(1);
  });
});

describe('bandsOf', () => {
  it('has a line a year up to the last payment, free until the first', () => {
    const bands = bandsOf({
      payments: [pay(1, '2027-11-26'), pay(2, '2028-02-26')],
      startsOn: '2026-11-26',
      endsOn: '2030-05-26',
      today: '2026-11-26',
    });
    expect(bands.map(({ from }) => from)).toEqual([2026, 2027, 2028]);
    expect(bands[0]?.free?.end).toBe(1);
    expect(bands[1]?.free).toEqual({ start: 0, end: placeInYear('2027-11-26') });
    expect(bands[2]?.free).toBeUndefined();
    expect(bands.map(({ dots }) => dots.length)).toEqual([0, 1, 1]);
    expect(bands[0]?.today).toBeDefined();
  });
  it('is one line for years in which nothing happens', () => {
    const bands = bandsOf({
      payments: [pay(1, '2034-01-15')],
      startsOn: '2026-06-01',
      endsOn: undefined,
      today: '2026-06-01',
    });
    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [2026, 2026],
      [2027, 2033],
      [2034, 2034],
    ]);
  });
  it('has nothing free if something is due at once, and a line if nothing is ever due', () => {
    const asked = { startsOn: '2026-06-01', endsOn: '2027-06-01', today: '2026-06-01' };
    expect(bandsOf({ ...asked, payments: [pay(1, '2026-06-01')] })[0]?.free).toBeUndefined();
    expect(bandsOf({ ...asked, payments: [] })).toHaveLength(1);
  });
});

describe('nextOf', () => {
  it('is the first that has not fallen due', () => {
    expect(nextOf([pay(1, '2026-01-01', 'DUE'), pay(2, '2027-01-01', 'SCHEDULED')])?.ordinal).toBe(2);
    expect(nextOf([pay(1, '2026-01-01')])?.ordinal).toBe(1);
    expect(nextOf([pay(1, '2026-01-01', 'DUE')])).toBeUndefined();
  });
});
