import { describe, expect, it } from 'vitest';

import type { RuleFragment } from '@/gql/graphql';

import { readQueue, readRules } from './address';
import { brokenLink, changes, factsOf, filterOf, idsOf, listingFilterOf, plain } from './model';

describe('addresses', () => {
  it('keep what they understand and leave out the rest', () => {
    expect(readQueue({ show: 'changing', q: '  上海 ', more: '1' })).toEqual({ show: 'changing', q: '上海' });
    expect(readQueue({ show: 'nonsense', q: '' })).toEqual({});
    expect(readRules({ area: 'ufpl', on: '2026-13-40', with: '2020-01-01' })).toEqual({
      area: 'ufpl',
      with: '2020-01-01',
    });
  });
  it('ask for those that wait, and for what the world sees, if they say nothing', () => {
    expect(filterOf({})).toEqual({ hasPendingChange: false, verification: 'PENDING' });
    expect(filterOf({ show: 'changing', q: 'x' })).toEqual({ hasPendingChange: true, query: 'x' });
    expect(listingFilterOf({})).toEqual({ states: ['PUBLISHED'] });
  });
});

describe('rules', () => {
  const rule = (id: string, ruleId: string) => ({ id, ruleId }) as RuleFragment;
  it('differ where another version is in force, or none', () => {
    const before = [rule('1', 'a'), rule('2', 'b'), rule('3', 'c')];
    const after = [rule('1', 'a'), rule('4', 'b'), rule('5', 'd')];
    expect(changes(before, after).map(({ ruleId, before, after }) => [ruleId, before?.id, after?.id])).toEqual([
      ['b', '2', '4'],
      ['c', '3', undefined],
      ['d', undefined, '5'],
    ]);
  });
  it('have values that can be read', () => {
    expect(plain(12)).toBe('12');
    expect(plain(['A', 'B'])).toBe('A, B');
    expect(plain({ max: 3, min: [1, 2] })).toBe('max: 3\nmin: 1, 2');
    expect(plain(null)).toBe('–');
  });
});

describe('the trail', () => {
  const line = (sequence: number, hash: string, previousHash: string) => ({ sequence, hash, previousHash });
  it('hangs together if each line names the one before', () => {
    expect(brokenLink([line(3, 'c', 'b'), line(2, 'b', 'a'), line(1, 'a', '')])).toBeUndefined();
    expect(brokenLink([line(3, 'c', 'x'), line(2, 'b', 'a')])).toBe(3);
    expect(brokenLink([line(4, 'd', 'b'), line(2, 'b', 'a')])).toBe(4);
  });
  it('has facts and names', () => {
    expect(factsOf({ from: 'PENDING', count: 2 })).toEqual([
      ['from', 'PENDING'],
      ['count', '2'],
    ]);
    expect(factsOf(null)).toEqual([]);
    expect(
      idsOf([
        { actorId: 'u', entityId: 'o', entityType: 'Organization' },
        { actorId: 'u', entityId: 's', entityType: 'Session' },
      ]),
    ).toEqual(['o', 'u']);
  });
});
