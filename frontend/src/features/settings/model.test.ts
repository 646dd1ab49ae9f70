import { describe, expect, it } from 'vitest';

import { boundsOf, changedOf, differing, fen, missingOf, offeredRoles, profileOf, untouched, whole } from './model';

describe('a profile', () => {
  const known = { nameZh: '甲', nameEn: null, creditCode: '91', division: '310110', website: null };
  it('begins with what was asked for last', () => {
    expect(profileOf({ ...known, pendingChange: { nameZh: '乙', creditCode: '91' } }).nameZh).toBe('乙');
    expect(profileOf(known).nameZh).toBe('甲');
  });
  it('sends only what differs; what was emptied is taken away', () => {
    const before = profileOf(known);
    expect(changedOf(before, { ...before, nameZh: ' 甲 ', division: '', website: 'https://a.example' })).toEqual({
      division: null,
      website: 'https://a.example',
    });
    expect(differing(before, { ...before, website: 'x' })).toEqual(['website']);
  });
  it('keeps what was typed when the server knows better', () => {
    const began = profileOf(known);
    const now = { ...began, website: 'https://a.example', nameEn: 'A' };
    expect(untouched(began, { ...began, website: 'typed' }, now)).toContainEqual(['nameEn', 'A']);
    expect(untouched(began, { ...began, website: 'typed' }, now).map(([field]) => field)).not.toContain('website');
  });
  it('says what is missing', () => {
    expect(missingOf(known)).toEqual(['website', 'nameEn']);
  });
});

describe('figures', () => {
  it('are read as they are typed', () => {
    expect(fen('1,800,000')).toBe('180000000');
    expect(fen('１２.5')).toBe('1250');
    expect(fen('0.05')).toBe('5');
    expect(fen('many')).toBeUndefined();
    expect(whole('1,200')).toBe(1200);
    expect(whole('1.5')).toBeUndefined();
  });
  it('have bounds by industry', () => {
    const rule = [{ industry: 'OTHER', indicator_1: 'STAFF', bounds_1: [300, 100, 10] }];
    expect(boundsOf(rule, 'OTHER')).toEqual([
      {
        indicator: 'STAFF',
        from: [
          ['LARGE', 300],
          ['MEDIUM', 100],
          ['SMALL', 10],
        ],
      },
    ]);
    expect(boundsOf(rule, 'RETAIL')).toEqual([]);
    expect(boundsOf('?', 'OTHER')).toEqual([]);
  });
});

describe('roles', () => {
  it('are offered as they fit the kind, with those that are held', () => {
    expect(offeredRoles('UNIVERSITY')).toEqual(['TTO_HEAD', 'TTO_OFFICER', 'ADVISOR']);
    expect(offeredRoles('GOVERNMENT', ['OBSERVER'])).toEqual(['ADVISOR', 'OBSERVER']);
  });
});
