import { describe, expect, it } from 'vitest';

import type { OrganizationKind } from '@/gql/graphql';

import { importers, kindOf, officeOf, readWizard, wizardOf } from './address';

const seat = (id: string, kind: OrganizationKind) => ({ organization: { id, kind } });

describe('where somebody is in the wizard', () => {
  it('is read from the address, and nothing else is', () => {
    expect(readWizard({ org: 'a', upload: '', seen: 1, odd: 'x' })).toEqual({ org: 'a', seen: true });
  });
  it('is for demands in an enterprise, and for achievements in an office', () => {
    const seats = [seat('u', 'UNIVERSITY'), seat('e', 'ENTERPRISE')];
    expect([officeOf(seats, 'e'), officeOf(seats, 'nowhere')]).toEqual(['e', 'u']);
    expect([kindOf(seats, 'e'), kindOf(seats, 'u'), kindOf([], undefined)]).toEqual(['DEMAND', 'LISTING', undefined]);
  });
  it('is not where there is nothing to import: at a bank, an insurer, abroad, with the authorities', () => {
    const none = (['FINANCE', 'INSURER', 'FOREIGN', 'GUARANTOR', 'APPRAISER', 'GOVERNMENT'] as const).map((kind) =>
      seat(kind, kind),
    );
    expect(none.map(({ organization }) => kindOf(none, organization.id))).toEqual(none.map(() => undefined));
    expect([officeOf(none, 'FINANCE'), wizardOf(none, 'FINANCE', undefined)]).toEqual([undefined, undefined]);
    const seats = [...none, seat('t', 'TTO')];
    expect([officeOf(seats, 'FINANCE'), kindOf(seats, 't')]).toEqual(['t', 'LISTING']);
    expect(importers(seats)).toEqual([seat('t', 'TTO')]);
  });
  it('is for what the import at hand is of, whatever seat comes first', () => {
    const seats = [seat('u', 'UNIVERSITY'), seat('e', 'ENTERPRISE')];
    const run = { organizationId: 'e', kind: 'DEMAND' as const };
    expect(wizardOf(seats, undefined, run)).toEqual({ office: 'e', kind: 'DEMAND' });
    expect(wizardOf(seats, 'u', run)).toEqual({ office: 'e', kind: 'DEMAND' });
    expect(wizardOf(seats, 'e', undefined)).toEqual({ office: 'e', kind: 'DEMAND' });
    expect(wizardOf(seats, undefined, undefined)).toEqual({ office: 'u', kind: 'LISTING' });
  });
});
