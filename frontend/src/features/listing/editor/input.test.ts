import { describe, expect, it } from 'vitest';

import { changed, inputOf, merged, words } from './input';
import { shifted, unshifted, whole } from './numbers';
import type { Values } from './shapes';
import { newOffer, newRight, valuesOf } from './values';

const filled = (): Values => ({ ...valuesOf(), title: { zh: '石墨烯涂层', en: '' } });

describe('shifted', () => {
  it('moves the point without computing', () => {
    expect(shifted('33.33', 2)).toBe('3333');
    expect(shifted('120,000', 2)).toBe('12000000');
    expect(shifted('１２.5', 2)).toBe('1250');
    expect(shifted('0.05', 2)).toBe('5');
    expect(unshifted('12000000', 2)).toBe('120000');
    expect(unshifted(3333, 2)).toBe('33.33');
  });
  it('does not guess', () => {
    for (const text of ['', 'abc', '1.234', '1.2.3', '.']) expect(shifted(text, 2)).toBeUndefined();
    expect(whole('12.5')).toBeUndefined();
    expect(whole('36')).toBe(36);
  });
});

describe('inputOf', () => {
  it('sends nothing for what is empty', () => {
    const { input, unreadable } = inputOf(filled());
    expect(input).toMatchObject({
      title: { zh: '石墨烯涂层', en: null },
      problem: null,
      contact: null,
      secrecy: null,
      offers: [],
    });
    expect(unreadable).toEqual([]);
  });
  it('says where there is no number', () => {
    const values = filled();
    values.owners = [{ name: '复旦大学', shareBasisPoints: 'half' }];
    values.offers = [{ ...newOffer([]), termMonths: '', price: { currency: 'CNY', minorUnits: '12 thousand' } }];
    expect(inputOf(values).unreadable.map((path) => path.join('.'))).toEqual([
      'owners.0.shareBasisPoints',
      'offers.0.termMonths',
      'offers.0.price.minorUnits',
    ]);
  });
  it('reads lists however they are parted', () => {
    expect(words('防腐，涂层、石墨烯; coating')).toEqual(['防腐', '涂层', '石墨烯', 'coating']);
  });
});

describe('changed', () => {
  it('holds only what differs', () => {
    const before = filled();
    const after = { ...before, ipRights: [newRight()] };
    expect(Object.keys(changed(inputOf(before).input, inputOf(after).input))).toEqual(['ipRights']);
  });
});

describe('merged', () => {
  it('takes theirs where nothing was typed, keeps mine where it was, and says where both did', () => {
    const base = filled();
    const mine = { ...base, department: '化学系', keywords: '涂层' };
    const theirs = { ...base, keywords: '防腐', validUntil: '2027-01-01' };
    const { values, conflicts, taken } = merged(base, mine, theirs);
    expect(values).toMatchObject({ department: '化学系', keywords: '涂层', validUntil: '2027-01-01' });
    expect(conflicts).toEqual(['keywords']);
    expect(taken).toEqual(['validUntil']);
  });
});

describe('newOffer', () => {
  it('has a code that no other has', () => {
    expect(newOffer(['L-2']).code).toBe('L-3');
  });
});
