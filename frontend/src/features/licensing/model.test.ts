import { describe, expect, it } from 'vitest';

import type { ConditionShownFragment } from '@/gql/graphql';

import { factsOf, modesOf, planOf, pricing, problemAt, verdictOf, wayOf } from './model';
import { LICENSE_STATES, readList, REQUEST_STATES } from './search';

const condition = (change: object): ConditionShownFragment =>
  ({
    code: 'NO_EARLY_FEE',
    passed: true,
    blocking: true,
    reason: null,
    details: {},
    citation: '',
    rule: { ruleId: '', summary: '', value: 12 },
    ...change,
  }) as ConditionShownFragment;

describe('readList', () => {
  it('takes what it knows and leaves out the rest', () => {
    expect(readList({ side: 'LICENSOR', state: 'GRANTED', page: '7' }, REQUEST_STATES)).toEqual({
      side: 'LICENSOR',
      state: 'GRANTED',
    });
    expect(readList({ side: 'us', state: 'GRANTED' }, LICENSE_STATES)).toEqual({});
  });
});

describe('modesOf', () => {
  it('has the ways to pay later first, each once', () => {
    const useFirstPayLater = { modes: ['DEFERRED', 'INSTALMENT'], freeMonths: 12 } as const;
    expect(modesOf({ paymentMode: 'INSTALMENT', useFirstPayLater })).toEqual(['DEFERRED', 'INSTALMENT']);
    expect(modesOf({ paymentMode: 'LUMP_SUM', useFirstPayLater: null })).toEqual(['LUMP_SUM']);
  });
});

describe('pricing', () => {
  it('asks for a price where there is none, and lets one be named where it is negotiable', () => {
    const price = { currency: 'CNY', minorUnits: '1' };
    expect(pricing({ price, negotiable: false, paymentMode: 'LUMP_SUM' })).toBe('none');
    expect(pricing({ price, negotiable: true, paymentMode: 'LUMP_SUM' })).toBe('may');
    expect(pricing({ price: null, negotiable: true, paymentMode: 'LUMP_SUM' })).toBe('must');
    expect(pricing({ price: null, negotiable: true, paymentMode: 'FREE' })).toBe('none');
  });
});

describe('factsOf', () => {
  it('shows months of an offer, and days of a plan', () => {
    expect(factsOf(condition({ details: { freeMonths: 6, freeMonthsMin: 12 } }))).toEqual({
      wanted: { kind: 'months', months: 12 },
      found: { kind: 'months', months: 6 },
    });
    expect(factsOf(condition({ details: { earliestDueOn: '2027-11-26', dueOn: '2027-05-26', ordinal: 1 } }))).toEqual({
      wanted: { kind: 'date', date: '2027-11-26' },
      found: { kind: 'date', date: '2027-05-26' },
    });
  });
  it('shows labels of what the rule lists and of what was met', () => {
    const size = condition({
      code: 'LICENSEE_SME',
      details: { size: 'LARGE' },
      rule: { ruleId: '', summary: '', value: ['SMALL'] },
    });
    expect(factsOf(size)).toEqual({
      wanted: { kind: 'labels', type: 'EnterpriseSize', values: ['SMALL'] },
      found: { kind: 'labels', type: 'EnterpriseSize', values: ['LARGE'] },
    });
    expect(factsOf(condition({ code: 'LICENSEE_SME', details: null, rule: null }))).toEqual({});
    expect(factsOf(condition({ code: 'IS_LICENSE' }))).toEqual({});
  });
});

describe('verdictOf', () => {
  it('tells failing from not knowing, and from a rule that only warns', () => {
    expect(verdictOf(condition({}))).toBe('pass');
    expect(verdictOf(condition({ passed: false, reason: 'FEE_TOO_EARLY' }))).toBe('fail');
    expect(verdictOf(condition({ passed: false, reason: 'FEE_TOO_EARLY', blocking: false }))).toBe('warn');
    expect(verdictOf(condition({ passed: false, reason: 'SIZE_UNKNOWN' }))).toBe('unknown');
  });
});

describe('problemAt', () => {
  it('finds what is said about a field, however deep', () => {
    const problem = { code: 'OUT_OF_RANGE', message: '', path: ['input', 'plan', 'deferred', 'total'] };
    expect(problemAt([problem], 'total')).toBe(problem);
    expect(problemAt([problem], 'count')).toBeUndefined();
  });
});

describe('planOf', () => {
  const form = { total: '80,000', deferralMonths: '12', count: '4', firstAfterMonths: '12', stepMonths: '3' };
  const total = { currency: 'CNY', minorUnits: '8000000' };
  it('makes the plan that fits the way of payment', () => {
    expect(planOf(form, wayOf('LUMP_SUM'), 'CNY')).toEqual({ deferred: { total, deferralMonths: 12 } });
    expect(planOf(form, wayOf('INSTALMENT'), 'CNY')).toEqual({
      instalment: { total, count: 4, firstAfterMonths: 12, stepMonths: 3 },
    });
    expect(planOf(form, wayOf('FREE'), 'CNY')).toEqual({ free: true });
  });
  it('makes none of half a form', () => {
    expect(planOf({ ...form, total: '' }, 'deferred', 'CNY')).toBeUndefined();
    expect(planOf({ ...form, deferralMonths: 'a year' }, 'deferred', 'CNY')).toBeUndefined();
    expect(planOf({ ...form, stepMonths: '-1' }, 'instalment', 'CNY')).toBeUndefined();
  });
});
