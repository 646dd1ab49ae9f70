import { describe, expect, it } from 'vitest';

import { readProposals } from './address';
import { lengthOf, limitsOf } from './model';

describe('limitsOf', () => {
  it('takes numbers from the rule, and nothing else', () => {
    expect(limitsOf({ title: 80, plan: '1025', other: 3 })).toEqual({ title: 80 });
    expect(limitsOf(null)).toEqual({});
  });
});

describe('lengthOf', () => {
  it('counts what one sees', () => {
    expect(lengthOf('涂层')).toBe(2);
    expect(lengthOf('👩‍🔬')).toBe(1);
  });
});

describe('readProposals', () => {
  it('leaves out what it does not understand', () => {
    expect(readProposals({ side: 'OWNER', state: 'DONE' })).toEqual({ side: 'OWNER' });
  });
});
