import { describe, expect, it, vi } from 'vitest';

import { place, safeTarget } from './form';

describe('place', () => {
  it('puts a problem at its field and returns what has none', () => {
    const setError = vi.fn();
    const about = { code: 'PASSWORD_TOO_WEAK', message: 'weak', path: ['input', 'password'] };
    const general = { code: 'CREDENTIALS_INVALID', message: 'no', path: ['input'] };
    expect(place<{ password: string }>([about, general], ['password'], setError)).toEqual([general]);
    expect(setError).toHaveBeenCalledWith(
      'password',
      { type: 'PASSWORD_TOO_WEAK', message: 'weak' },
      { shouldFocus: true },
    );
  });
});

describe('safeTarget', () => {
  it('stays in the house', () => {
    expect(safeTarget('/a/1?x=2')).toBe('/a/1?x=2');
    for (const evil of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      undefined,
      7,
    ])
      expect(safeTarget(evil)).toBe('/');
  });
});
