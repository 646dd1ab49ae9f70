import { describe, expect, it } from 'vitest';

import { readDemands, unreadDemands } from './address';
import { extentOf, filterOf, hasOther, isFiltered, provinceOf, searchOf, withoutOther, withoutRefused } from './model';

describe('readDemands', () => {
  it('leaves out what it does not understand', () => {
    expect(readDemands({ q: ' ', industry: 'C39', trl: '12', ufpl: 'maybe', x: 1 })).toEqual({});
  });
  it('reads what it wrote', () => {
    const search = { q: '涂层', industry: 'C', trl: 6, ufpl: true as const };
    expect(readDemands(search)).toEqual(search);
    expect(isFiltered(search)).toBe(true);
  });
  it('keeps what only a search that was kept asks for', () => {
    const search = { ufpl: false, org: 'T3JnYW5pemF0aW9uOjE', codes: ['C37', 'A01'] };
    expect(readDemands({ ...search, ufpl: '0' })).toEqual(search);
    expect(readDemands({ org: '<b>', codes: ['x', 7] })).toEqual({});
    expect(withoutOther({ ...search, q: '焊接' })).toEqual({ q: '焊接' });
    expect([hasOther(search), hasOther({ ufpl: true, industry: 'C' })]).toEqual([true, false]);
  });
  it('cuts a query that is too long', () => {
    expect(readDemands({ q: 'x'.repeat(10_000) }).q).toHaveLength(200);
  });
});

describe('unreadDemands', () => {
  it('tells what was left out, value by value', () => {
    const raw = { q: 'x', industry: 'C39', trl: '12', ufpl: 'maybe', codes: ['C26', 'zz'], org: '', other: '1' };
    expect(unreadDemands(raw)).toEqual([
      { key: 'industry', value: 'C39' },
      { key: 'codes', value: 'zz' },
      { key: 'trl', value: '12' },
      { key: 'ufpl', value: 'maybe' },
    ]);
    expect(unreadDemands({ industry: 'C', codes: ['C26'], trl: '4', ufpl: '1' })).toEqual([]);
  });
});

describe('withoutRefused', () => {
  const search = { q: 'x', industry: 'C', codes: ['C26', 'C99'], org: 'abc' };
  it('takes off what the server named', () => {
    expect(withoutRefused(search, ['filter', 'industries', '2'])).toEqual({
      search: { ...search, codes: ['C26'] },
      refused: { key: 'codes', value: 'C99' },
    });
    expect(withoutRefused(search, ['filter', 'industries', '0'])?.refused).toEqual({ key: 'industry', value: 'C' });
    expect(withoutRefused({ codes: ['C99'] }, ['filter', 'industries', '0'])?.search).toEqual({});
    expect(withoutRefused(search, ['filter', 'organizationId'])?.search).not.toHaveProperty('org');
  });
  it('leaves alone what is no matter of the filter', () => {
    for (const path of [[], ['first'], ['filter', 'query'], ['filter', 'industries', '9']])
      expect(withoutRefused(search, path)).toBeUndefined();
    expect(withoutRefused({}, ['filter', 'organizationId'])).toBeUndefined();
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
  it('asks for what was kept', () => {
    const kept = { organizationId: 'T3Jn', industries: ['C37', 'A'], trl: 6, wantsUseFirstPayLater: false };
    expect(filterOf(searchOf('返修', kept))).toEqual({ query: '返修', ...kept });
    expect(searchOf('', { industries: ['C'], trl: null })).toEqual({ industry: 'C' });
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
