import { describe, expect, it } from 'vitest';

import { canonical } from './boot';

describe('canonical', () => {
  it('does not mind order, nor what is undefined', () => {
    expect(canonical({ b: [1, { d: undefined, c: 'x' }], a: null })).toBe(canonical({ a: null, b: [1, { c: 'x' }] }));
  });
  it('minds values and the order of lists', () => {
    expect(canonical({ a: [1, 2] })).not.toBe(canonical({ a: [2, 1] }));
    expect(canonical({ a: '1' })).not.toBe(canonical({ a: 1 }));
  });
});
