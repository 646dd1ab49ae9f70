import { describe, expect, it } from 'vitest';

import { readPeriod } from './address';
import { daysOf } from './model';

describe('periods', () => {
  it('begin and end with whole days', () => {
    expect(daysOf('quarter', '2026-11-26')).toEqual({ from: '2026-10-01', until: '2026-12-31' });
    expect(daysOf('before', '2026-11-26')).toEqual({ from: '2026-07-01', until: '2026-09-30' });
    expect(daysOf('before', '2026-02-03')).toEqual({ from: '2025-10-01', until: '2025-12-31' });
    expect(daysOf('quarter', '2028-02-03')).toEqual({ from: '2028-01-01', until: '2028-03-31' });
    expect(daysOf('year', '2026-11-26')).toEqual({ from: '2026-01-01', until: '2026-12-31' });
  });

  it('are read from the address', () => {
    expect(readPeriod({ period: 'year' })).toEqual({ period: 'year' });
    expect(readPeriod({ period: 'quarter' })).toEqual({});
    expect(readPeriod({ period: 'century' })).toEqual({});
  });
});
