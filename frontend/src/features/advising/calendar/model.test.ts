import { describe, expect, it } from 'vitest';

import { entriesOf, monthPlus, stepFrom, weeksOf } from './model';

describe('a month', () => {
  it('is whole weeks from Monday', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
    expect(weeksOf('2027-02')).toHaveLength(4);
    expect(monthPlus('2026-12', 1)).toBe('2027-01');
    expect(monthPlus('2026-01', -1)).toBe('2025-12');
  });

  it('is walked with the keys', () => {
    expect(stepFrom('2026-11-26', 'ArrowRight')).toBe('2026-11-27');
    expect(stepFrom('2026-11-26', 'ArrowUp')).toBe('2026-11-19');
    expect(stepFrom('2026-11-26', 'Home')).toBe('2026-11-23');
    expect(stepFrom('2026-11-26', 'End')).toBe('2026-11-29');
    expect(stepFrom('2027-01-31', 'PageDown')).toBe('2027-02-28');
    expect(stepFrom('2026-11-26', 'x')).toBeUndefined();
  });
});

describe('what has its day', () => {
  const task = (id: string, change: object = {}) => ({
    id,
    version: 1,
    kind: 'TASK' as const,
    title: 'Call',
    dueOn: '2026-11-30',
    doneOn: null,
    late: false,
    ...change,
  });
  const one = (change: object) => ({
    id: 'c',
    state: 'IN_SERVICE' as const,
    title: { zh: 'T', en: null },
    client: { id: 'o', name: 'Firm' },
    answerBy: null,
    contactBy: null,
    contactedAt: null,
    shortlistBy: null,
    nextStep: null,
    nextDue: null,
    tasks: [],
    ...change,
  });

  it('stands there once, the first first', () => {
    const entries = entriesOf(
      [
        one({
          nextStep: 'Call',
          nextDue: '2026-11-30',
          tasks: [
            task('t'),
            task('f', { kind: 'FOLLOW_UP', dueOn: '2026-11-28' }),
            task('d', { doneOn: '2026-11-02' }),
          ],
        }),
      ] as never,
      [{ id: 'm', validUntil: '2026-11-29', organization: { id: 'o', name: 'Firm' }, advisor: null }] as never,
    );
    expect(entries.map(({ key, kind }) => [key, kind])).toEqual([
      ['f', 'followUp'],
      ['m', 'mandate'],
      ['t', 'task'],
    ]);
  });

  it('and only while it has to be done', () => {
    const kinds = (change: object) => entriesOf([one(change)] as never, []).map(({ kind }) => kind);
    expect(kinds({ state: 'ASSIGNED', answerBy: '2026-11-30' })).toEqual(['answer']);
    expect(kinds({ answerBy: '2026-11-30' })).toEqual([]);
    expect(kinds({ state: 'ACCEPTED', contactBy: '2026-11-30', shortlistBy: '2026-12-01' })).toEqual([
      'contact',
      'shortlist',
    ]);
    expect(kinds({ nextDue: '2026-11-30', nextStep: 'Visit' })).toEqual(['next']);
  });
});
