import { describe, expect, it } from 'vitest';

import { changed, inputOf, merged } from './model';
import { newTest, valuesOf } from './values';

describe('inputOf', () => {
  it('leaves out what is empty', () => {
    const { input, unreadable } = inputOf(valuesOf());
    expect(unreadable).toEqual([]);
    expect(input).toMatchObject({ budget: null, contact: null, plannedInvestment: null, keywords: [], trlMin: null });
  });
  it('reads lists in both languages, each word once', () => {
    const { input } = inputOf({ ...valuesOf(), keywords: '涂层、 耐磨,wear；wear' });
    expect(input.keywords).toEqual(['涂层', '耐磨', 'wear']);
  });
  it('moves the point of amounts, and says which cannot be read', () => {
    const budget = { mode: '' as const, min: '200,000', max: 'a lot', currency: 'CNY' };
    const { input, unreadable } = inputOf({ ...valuesOf(), budget });
    expect(input.budget).toEqual({ mode: 'FIXED', min: { currency: 'CNY', minorUnits: '20000000' }, max: null });
    expect(unreadable).toEqual(['budget.max']);
  });
  it('reads years, and says which it cannot', () => {
    const { input, unreadable } = inputOf({ ...valuesOf(), startYear: ' ２０２７年', endYear: 'soon' });
    expect([input.startYear, input.endYear, unreadable]).toEqual([2027, null, ['endYear']]);
  });
  it('sends what belongs to the kind of activity, and nothing else', () => {
    const values = { ...valuesOf(), discipline: '460', technologyFields: ['SOFTWARE'] };
    const sent = (activityType: 'BASIC_RESEARCH' | 'PRODUCTION') => {
      const { discipline, technologyFields } = inputOf({ ...values, activityType }).input;
      return [discipline, technologyFields];
    };
    expect([sent('BASIC_RESEARCH'), sent('PRODUCTION')]).toEqual([
      ['460', []],
      [null, ['SOFTWARE']],
    ]);
  });
  it('has an upper value only between two', () => {
    const test = { ...newTest(), name: 'a', value: '1', upper: '2' };
    const upper = (comparator: 'AT_LEAST' | 'BETWEEN') =>
      inputOf({ ...valuesOf(), acceptanceTests: [{ ...test, comparator }] }).input.acceptanceTests?.[0]?.upper;
    expect([upper('AT_LEAST'), upper('BETWEEN')]).toEqual([null, '2']);
  });
});

describe('changed', () => {
  it('is what differs', () => {
    const before = inputOf(valuesOf()).input;
    expect(changed(before, before)).toEqual({});
    expect(changed(before, { ...before, site: '310110' })).toEqual({ site: '310110' });
  });
});

describe('merged', () => {
  const base = valuesOf();
  it('takes theirs where nothing was typed, keeps mine where it was', () => {
    const mine = { ...base, site: '310110' };
    const theirs = { ...base, deadline: '2027-01-01' };
    expect(merged(base, mine, theirs)).toEqual({
      values: { ...base, site: '310110', deadline: '2027-01-01' },
      conflicts: [],
    });
  });
  it('names what both wrote', () => {
    expect(merged(base, { ...base, site: '310110' }, { ...base, site: '320500' })).toMatchObject({
      values: { site: '310110' },
      conflicts: ['site'],
    });
  });
});
