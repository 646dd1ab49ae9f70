import { describe, expect, it } from 'vitest';

import { kindOf, officeOf, readWizard } from './address';

const seat = (id: string, kind: 'ENTERPRISE' | 'UNIVERSITY') => ({ organization: { id, kind } });

describe('where somebody is in the wizard', () => {
  it('is read from the address, and nothing else is', () => {
    expect(readWizard({ org: 'a', upload: '', seen: 1, odd: 'x' })).toEqual({ org: 'a', seen: true });
  });
  it('is for demands in an enterprise, and for achievements anywhere else', () => {
    const seats = [seat('u', 'UNIVERSITY'), seat('e', 'ENTERPRISE')];
    expect([officeOf(seats, 'e'), officeOf(seats, 'nowhere')]).toEqual(['e', 'u']);
    expect([kindOf(seats, 'e'), kindOf(seats, 'u'), kindOf([], undefined)]).toEqual(['DEMAND', 'LISTING', 'LISTING']);
  });
});
