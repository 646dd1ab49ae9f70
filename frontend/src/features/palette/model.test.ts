import { describe, expect, it } from 'vitest';

import { fits, readRecent, remember } from './model';

describe('remember', () => {
  it('puts what was chosen last in front, once, and forgets the oldest', () => {
    const recent = ['/1', '/2', '/3', '/4', '/5'].map((href) => ({ href, title: href }));
    expect(remember(recent, { href: '/3', title: 'x' }).map(({ href }) => href)).toEqual([
      '/3',
      '/1',
      '/2',
      '/4',
      '/5',
    ]);
    expect(remember(recent, { href: '/6', title: 'x' }).map(({ href }) => href)).toEqual([
      '/6',
      '/1',
      '/2',
      '/3',
      '/4',
    ]);
  });
});

describe('readRecent', () => {
  it('believes nothing but addresses of ours', () => {
    const kept = JSON.stringify([{ href: '/a/1', title: 'x' }, { href: '//evil.example', title: 'x' }, 7, null]);
    expect(readRecent(kept)).toEqual([{ href: '/a/1', title: 'x' }]);
    for (const nothing of [null, '{', '7']) expect(readRecent(nothing)).toEqual([]);
  });
});

describe('fits', () => {
  it('finds parts in any order', () => {
    expect(fits('', 'Workbench')).toBe(true);
    expect(fits('keys not', 'Notifications and keys')).toBe(true);
    expect(fits('工作', '工作台')).toBe(true);
    expect(fits('inbox', 'Workbench')).toBe(false);
  });
});
