import { describe, expect, it } from 'vitest';

import { after, pauseBefore } from './events';

describe('pauseBefore', () => {
  it('grows, has an end, and is not the same for everybody', () => {
    expect(pauseBefore(0, 0)).toBe(500);
    expect(pauseBefore(0, 1)).toBe(1000);
    expect(pauseBefore(3, 1)).toBe(8000);
    expect(pauseBefore(40, 1)).toBe(30_000);
  });
});

describe('after', () => {
  const page = [{ id: '3' }, { id: '2' }, { id: '1' }];
  it('gives what is newer, oldest first', () => {
    expect(after('1', page)).toEqual([{ id: '2' }, { id: '3' }]);
    expect(after('3', page)).toEqual([]);
  });
  it('gives all where nothing is known, or too much was missed', () => {
    expect(after(undefined, page)).toHaveLength(3);
    expect(after('0', page)).toHaveLength(3);
  });
});
