import { describe, expect, it } from 'vitest';

import { decimal } from './money';

describe('decimal', () => {
  it('moves the point by the digits of the currency', () => {
    expect(decimal({ currency: 'CNY', minorUnits: '12000000' })).toBe('120000.00');
    expect(decimal({ currency: 'JPY', minorUnits: '1200' })).toBe('1200');
    expect(decimal({ currency: 'KWD', minorUnits: '1234' })).toBe('1.234');
  });
  it('keeps small, negative and very large amounts exact', () => {
    expect(decimal({ currency: 'CNY', minorUnits: '5' })).toBe('0.05');
    expect(decimal({ currency: 'CNY', minorUnits: '-5' })).toBe('-0.05');
    expect(decimal({ currency: 'CNY', minorUnits: '9007199254740993' })).toBe('90071992547409.93');
  });
});
