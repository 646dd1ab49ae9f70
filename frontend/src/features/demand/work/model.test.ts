import { describe, expect, it } from 'vitest';

import { readOwn, readPart } from './address';
import { nextOf, ordered, ownFilter } from './model';

describe('readOwn', () => {
  it('leaves out what it does not understand, and what is usual', () => {
    expect(readOwn({ tab: 'NONSENSE', q: ' ', org: 3 })).toEqual({});
    expect(readOwn({ tab: 'ALL' })).toEqual({});
    expect(readOwn({ tab: 'OVER', q: 'pump' })).toEqual({ tab: 'OVER', q: 'pump' });
    expect(readPart({ part: 'overview' })).toEqual({});
    expect(readPart({ part: 'proposals', stage: 'NEW' })).toEqual({ part: 'proposals', stage: 'NEW' });
    expect(readPart({ part: 'proposals', stage: 'LOST' })).toEqual({ part: 'proposals' });
    expect(readPart({ part: 'matches', stage: 'NEW' })).toEqual({ part: 'matches' });
  });
});

describe('ownFilter', () => {
  it('is the states of the tab', () => {
    expect(ownFilter({}, 'o')).toEqual({ organizationId: 'o' });
    expect(ownFilter({ tab: 'OVER' }, 'o').states).toContain('EXPIRED');
    expect(ownFilter({ tab: 'CHANGED', q: 'x' }, 'o')).toEqual({
      organizationId: 'o',
      query: 'x',
      revisionStates: ['EDITING', 'SUBMITTED'],
    });
  });
});

describe('the steps', () => {
  const step = (name: 'EXPIRE' | 'WITHDRAW' | 'SUBMIT' | 'SUSPEND' | 'RENEW', blockedBy: string[] = []) => ({
    name,
    blockedBy,
  });
  it('come in the order of thought, without those of the program', () => {
    expect(ordered([step('WITHDRAW'), step('EXPIRE'), step('SUBMIT')]).map(({ name }) => name)).toEqual([
      'SUBMIT',
      'WITHDRAW',
    ]);
  });
  it('are ours next only if free, and nothing is taken away', () => {
    expect(nextOf([step('SUBMIT', ['x']), step('SUSPEND'), step('WITHDRAW')], 'DRAFT')).toBeUndefined();
    expect(nextOf([step('SUBMIT')], 'DRAFT')?.name).toBe('SUBMIT');
  });
  it('do not ask to renew what is shown', () => {
    const steps = [step('RENEW'), step('SUSPEND')];
    expect(nextOf(steps, 'PUBLISHED')).toBeUndefined();
    expect(nextOf(steps, 'EXPIRED')?.name).toBe('RENEW');
  });
});
