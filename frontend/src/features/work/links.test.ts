import { describe, expect, it } from 'vitest';

import { hrefOf } from './links';
import { isAbove } from './nav';

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
  it('is where one is on its own page alone, if others lie below it', () => {
    expect(['/work', '/work/advising', '/work/operation'].map(isAbove)).toEqual([true, true, true]);
    expect(['/work/advising/calendar', '/work/listings', '/work/advisors'].map(isAbove)).toEqual([false, false, false]);
  });
});
