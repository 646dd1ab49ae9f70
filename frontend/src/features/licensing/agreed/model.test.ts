import { describe, expect, it } from 'vitest';

import type { PaymentMode } from '@/gql/graphql';

import { fieldOf, ranked, type Range } from './model';

describe('fieldOf', () => {
  it('goes by the section of the first symbol, however it was typed', () => {
    expect(fieldOf('c09d 5/08', 7)).toEqual({ field: { section: 'C', level: 7 }, missing: [] });
  });

  it('says what is not stated, or no section', () => {
    expect(fieldOf(undefined, undefined).missing).toEqual(['ipc', 'readiness.level']);
    expect(fieldOf('I99', 7)).toEqual({ missing: ['ipc'] });
    expect(fieldOf('H01L', undefined)).toEqual({ missing: ['readiness.level'] });
  });
});

describe('ranked', () => {
  it('has the ways of payment at hand first, in their order, and leaves the others as they are', () => {
    const range = (paymentMode: PaymentMode | null, measure = 'TOTAL') => ({ paymentMode, measure }) as Range;
    const all = [
      range('DEFERRED'),
      range('LUMP_SUM', 'ROYALTY_RATE'),
      range('LUMP_SUM'),
      range(null),
      range('ROYALTY'),
    ];
    expect(ranked(all, ['ROYALTY', 'LUMP_SUM'])).toEqual([all[4], all[1], all[2], all[0], all[3]]);
    expect(ranked(all, [])).toEqual(all);
  });
});
