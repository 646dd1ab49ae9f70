import { describe, expect, it } from 'vitest';

import { countRights, leadOffer, stageOf } from './model';

describe('stageOf', () => {
  it('divides nine levels in three', () => {
    expect([1, 3, 4, 6, 7, 9].map(stageOf)).toEqual(['lab', 'lab', 'pilot', 'pilot', 'industry', 'industry']);
  });
});

describe('leadOffer', () => {
  const plain = { code: 'A', negotiable: false };
  const later = { code: 'B', negotiable: false, useFirstPayLater: { freeMonths: 12 } };
  it('is the one that may be used first', () => {
    expect(leadOffer([plain, later])?.code).toBe('B');
    expect(leadOffer([plain])?.code).toBe('A');
    expect(leadOffer([])).toBeUndefined();
  });
});

describe('countRights', () => {
  it('counts by kind, what is in force first', () => {
    const rights = [
      { kind: 'PATENT_APPLICATION', status: 'PENDING' },
      { kind: 'PATENT_INVENTION', status: 'IN_FORCE' },
      { kind: 'PATENT_INVENTION', status: 'LAPSED' },
    ];
    expect(countRights(rights)).toEqual([
      { kind: 'PATENT_INVENTION', count: 2, inForce: true },
      { kind: 'PATENT_APPLICATION', count: 1, inForce: false },
    ]);
  });
});
