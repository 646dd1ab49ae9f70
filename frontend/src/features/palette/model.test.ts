import { describe, expect, it } from 'vitest';

import { groupsFor } from '@/features/work';

import { destinationsOf, fits, readRecent, remember } from './model';

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

describe('the entries of imports', () => {
  const seat = (id: string, kind: string, role: string) =>
    ({ id, roles: [role], state: 'ACTIVE', organization: { id, name: id, kind } }) as never;
  const [office, firm] = [seat('u', 'UNIVERSITY', 'TTO_HEAD'), seat('e', 'ENTERPRISE', 'SME_OWNER')];
  const imports = (worker: Parameters<typeof groupsFor>[0]) =>
    destinationsOf(groupsFor(worker))
      .filter(({ to }) => to === '/work/imports')
      .map(({ org, of }) => [org, of]);
  it('lead an enterprise to its lists of demands', () => {
    expect(imports({ workAreas: ['SEEKING'], memberships: [firm] })).toEqual([['e', undefined]]);
  });
  it('say which is which to whoever works in an office and in an enterprise', () => {
    expect(imports({ workAreas: ['HOLDING', 'SEEKING'], memberships: [office, firm] })).toEqual([
      ['u', 'work.nav.holding'],
      ['e', 'work.nav.demanding'],
    ]);
  });
  it('are no more than pages that are there twice: one entry each', () => {
    const all = destinationsOf(groupsFor({ workAreas: ['HOLDING', 'SEEKING'], memberships: [office, firm] }));
    expect(all.filter(({ to }) => to === '/work/proposals')).toHaveLength(1);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });
});
