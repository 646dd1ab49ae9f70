import { describe, expect, it } from 'vitest';

import { hrefOf } from './links';
import { groupsFor, isAbove } from './nav';

describe('hrefOf', () => {
  it('leads holders to where a listing is written, others to where it is read', () => {
    expect(hrefOf('Listing', 'x', ['HOLDING'])).toBe('/work/listings/x');
    expect(hrefOf('Listing', 'x', ['SEEKING'])).toBe('/a/x');
  });
  it('leads who posts and who moderates to where a demand is worked on, others to where it is read', () => {
    expect(hrefOf('Demand', 'x', ['SEEKING'])).toBe('/work/demands/x');
    expect(hrefOf('Demand', 'x', ['OPERATION'])).toBe('/work/demands/x');
    expect(hrefOf('Demand', 'x', ['HOLDING'])).toBe('/d/x');
    expect(hrefOf('DemandProposal', 'x', [])).toBe('/work/proposals/x');
    expect(hrefOf('DemandSplit', 'x', [])).toBe('/work/splits/x');
  });
  it('knows no page for what has none', () => {
    expect(hrefOf('ImportRun', 'x', [])).toBe('/work/imports/x');
    expect(hrefOf('Upload', 'x', [])).toBeUndefined();
  });
});

it('leads an operator to the person, and the person to what they say of themselves', () => {
  expect(hrefOf('Advisor', 'a', ['OPERATION'])).toBe('/work/operation/advisors/a');
  expect(hrefOf('Advisor', 'a', ['ADVISING'])).toBe('/work/advising/profile');
  expect(hrefOf('BrokerCase', 'c', [])).toBe('/work/cases/c');
});

describe('an entry of the navigation', () => {
  it('leads to imports of achievements in the office, and to those of demands in the enterprise', () => {
    const seat = (id: string, kind: string, role: string) =>
      ({ id, roles: [role], state: 'ACTIVE', organization: { id, name: id, kind } }) as never;
    const memberships = [seat('u', 'UNIVERSITY', 'TTO_HEAD'), seat('e', 'ENTERPRISE', 'SME_OWNER')];
    const ways = (worker: Parameters<typeof groupsFor>[0]) =>
      groupsFor(worker).flatMap(({ title, entries }) =>
        entries.flatMap(({ to, org }) => (to === '/work/imports' ? [[title, org]] : [])),
      );
    const both = { workAreas: ['HOLDING', 'SEEKING'] as const, memberships };
    expect(ways(both)).toEqual([
      ['work.nav.holding', 'u'],
      ['work.nav.demanding', 'e'],
    ]);
    expect(ways({ ...both, memberships: [...memberships].reverse() })).toEqual(ways(both));
    expect(ways({ workAreas: ['SEEKING'], memberships })).toEqual([['work.nav.demanding', 'e']]);
    expect(ways(null)).toEqual([]);
  });
  it('is not there for who has no seat that it is of, while the others of its group are', () => {
    const bank = {
      id: 's',
      roles: ['SME_OWNER'],
      state: 'ACTIVE',
      organization: { id: 'b', name: 'b', kind: 'FINANCE' },
    };
    const [, demanding] = groupsFor({ workAreas: ['SEEKING'], memberships: [bank as never] });
    expect(demanding?.title).toBe('work.nav.demanding');
    expect(demanding?.entries.map(({ to }) => to)).toEqual([
      '/work/demands',
      '/work/proposals',
      '/work/cases',
      '/work/advisors',
    ]);
  });
  it('is where one is on its own page alone, if others lie below it', () => {
    expect(['/work', '/work/advising', '/work/operation'].map(isAbove)).toEqual([true, true, true]);
    expect(['/work/advising/calendar', '/work/listings', '/work/advisors'].map(isAbove)).toEqual([false, false, false]);
  });
});
