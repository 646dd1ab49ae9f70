import { describe, expect, it } from 'vitest';

import { readPlatforms } from './address';
import { askingOf, filterOf, isFiltered } from './model';

describe('the address of the list', () => {
  it('is read without what it does not understand', () => {
    const said = { kind: 'PILOT', region: '310110', chain: 'GREEN', trl: '5', to: 7, org: 'U1BsYXQ=' };
    expect(readPlatforms(said)).toEqual({ ...said, trl: 5 });
    expect(readPlatforms({ kind: 'SHED', region: 'Shanghai', chain: 'x', trl: '10', to: '0', org: '<a>' })).toEqual({});
  });

  it('becomes a filter for what the world sees', () => {
    expect(filterOf({})).toEqual({ states: ['PUBLISHED'] });
    expect(filterOf({ kind: 'POC', region: '310000', chain: 'AI', trl: 3, to: 5, org: 'o' })).toEqual({
      states: ['PUBLISHED'],
      kinds: ['POC'],
      region: '310000',
      chains: ['AI'],
      takesLevel: 3,
      reachesLevel: 5,
      organizationId: 'o',
    });
    expect([isFiltered({}), isFiltered({ trl: 3 })]).toEqual([false, true]);
  });
});

it('whoever is not told whom to ask learns why', () => {
  const of = (verification: string) => ({ memberships: [{ organization: { verification } }] });
  expect(askingOf(true, null)).toBe('told');
  expect(askingOf(false, null)).toBe('signIn');
  expect(askingOf(false, { memberships: [{ organization: null }] })).toBe('verify');
  expect(askingOf(false, of('PENDING'))).toBe('verify');
  expect(askingOf(false, of('VERIFIED'))).toBe('nobody');
});
