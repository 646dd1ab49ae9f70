import { expect, it } from 'vitest';

import { firmIn, officeIn, type Seat } from './seats';

const seat = (id: string, kind: string, roles: string[], state = 'ACTIVE') =>
  ({ id: `seat ${id}`, roles, state, organization: { id, name: id, kind } }) as unknown as Seat;

it('the first office and the first enterprise are those of seats that count, and not where one only advises', () => {
  const seats = [
    seat('advised', 'ENTERPRISE', ['ADVISOR']),
    seat('left', 'UNIVERSITY', ['TTO_HEAD'], 'SUSPENDED'),
    { ...seat('hidden', 'UNIVERSITY', ['TTO_HEAD']), organization: null },
    seat('bank', 'FINANCE', ['SME_OWNER']),
    seat('abroad', 'FOREIGN', ['SME_OWNER']),
    seat('office', 'UNIVERSITY', ['TTO_OFFICER']),
    seat('firm', 'ENTERPRISE', ['ADVISOR', 'SME_MEMBER']),
    seat('other', 'ENTERPRISE', ['SME_OWNER']),
  ];
  expect([officeIn(seats), firmIn(seats)]).toEqual(['office', 'firm']);
  expect([officeIn([]), firmIn([])]).toEqual([undefined, undefined]);
});
