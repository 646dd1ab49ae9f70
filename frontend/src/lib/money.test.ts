import { describe, expect, it } from 'vitest';

import { amountOf, decimal, typed, WAN } from './money';

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

describe('amountOf', () => {
  it('reads what people type, and moves the point', () => {
    expect(amountOf('80,000', 'CNY')?.minorUnits).toBe('8000000');
    expect(amountOf('８００００．５ ', 'CNY')?.minorUnits).toBe('8000050');
    expect(amountOf('0.05', 'CNY')?.minorUnits).toBe('5');
    expect(amountOf('1200', 'JPY')?.minorUnits).toBe('1200');
    expect(amountOf('3200.5', 'CNY', WAN)?.minorUnits).toBe('3200500000');
  });
  it('reads the units in which amounts are said', () => {
    const minor = (text: string, digits?: number) => amountOf(text, 'CNY', digits)?.minorUnits;
    expect(['20万', '20 万', '20万元', '200,000', '200000元'].map((text) => minor(text))).toEqual(
      Array(5).fill('20000000'),
    );
    expect(minor('1.5亿')).toBe('15000000000');
    expect(minor('0.000001万')).toBe('1');
    // A field in units of 10,000 takes the unit that was typed, not its own on top of it.
    expect([minor('20万', WAN), minor('20', WAN)]).toEqual(['20000000', '20000000']);
    expect(amountOf('3万', 'JPY')?.minorUnits).toBe('30000');
  });
  it('rounds nothing and guesses nothing', () => {
    for (const text of ['', '1.234', '-5', '万', '8千', '约8万', '8-10万', '0.0000001万', '1e5', '1.2.3'])
      expect(amountOf(text, 'CNY')).toBeUndefined();
  });
});

describe('typed', () => {
  it('is what one would have typed', () => {
    expect(typed({ currency: 'CNY', minorUnits: '8000000' })).toBe('80000');
    expect(typed({ currency: 'CNY', minorUnits: '8000050' })).toBe('80000.5');
    expect(typed({ currency: 'CNY', minorUnits: '3200000000' }, WAN)).toBe('3200');
    expect(typed({ currency: 'JPY', minorUnits: '1200' })).toBe('1200');
  });
});
