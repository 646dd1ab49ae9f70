import { describe, expect, it } from 'vitest';

import { readDemands } from './address';
import { extentOf, filterOf, isFiltered, provinceOf } from './model';

describe('readDemands', () => {
  it('leaves out what it does not understand', () => {
    expect(readDemands({ q: ' ', industry: 'C39', trl: '12', ufpl: 'maybe', x: 1 })).toEqual({});
  });
  it('reads what it wrote', () => {
    const search = { q: '涂层', industry: 'C', trl: 6, ufpl: true as const };
    expect(readDemands(search)).toEqual(search);
    expect(isFiltered(search)).toBe(true);
  });
  it('cuts a query that is too long', () => {
    expect(readDemands({ q: 'x'.repeat(10_000) }).q).toHaveLength(200);
  });
});

describe('filterOf', () => {
  it('asks for nothing that was not chosen', () => {
    expect(filterOf({})).toEqual({});
    expect(filterOf({ industry: 'C', trl: 6, ufpl: true })).toEqual({
      industries: ['C'],
      trl: 6,
      wantsUseFirstPayLater: true,
    });
  });
});

describe('extentOf', () => {
  const yuan = (minorUnits: string) => ({ currency: 'CNY', minorUnits });
  it('knows which ends there are', () => {
    expect(extentOf({ min: null, max: null }).kind).toBe('none');
    expect(extentOf({ min: yuan('1'), max: null }).kind).toBe('from');
    expect(extentOf({ min: null, max: yuan('1') }).kind).toBe('upTo');
    expect(extentOf({ min: yuan('1'), max: yuan('2') }).kind).toBe('between');
    expect(extentOf({ min: yuan('1'), max: yuan('1') }).kind).toBe('one');
  });
});

describe('provinceOf', () => {
  it('reads the first two digits of a code, and nothing else', () => {
    expect(provinceOf('310110')).toBe('31');
    expect(provinceOf('99')).toBeUndefined();
    expect(provinceOf('990000')).toBeUndefined();
    expect(provinceOf(null)).toBeUndefined();
  });
});
