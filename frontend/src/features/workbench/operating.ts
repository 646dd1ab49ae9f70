import { PLACES, type Way } from '@/features/work';
import { readFragment } from '@/gql';
import {
  WaitingDemandFragmentDoc,
  WaitingOrganizationFragmentDoc,
  WaitingOutcomeFragmentDoc,
  type WorkbenchQuery,
} from '@/gql/graphql';

import { heap, type Action } from './action';
import { sidesOf } from './answering';

/** What waits for whoever runs the platform. Who only reads is told of it. */
export function operatorActions(data: WorkbenchQuery, today: string): Action[] {
  const dead = data.deliverySummary?.dead ?? 0;
  const mend: Action[] = dead
    ? [{ key: 'mend', kind: 'mend', count: dead, isMine: true, href: PLACES.jobs as Way }]
    : [];
  return [
    ...organizations('verify', data.applicants),
    ...organizations('approve', data.changes),
    ...heap({
      kind: 'assign',
      things: data.unassigned?.nodes ?? [],
      count: data.unassigned?.totalCount,
      about: ({ title, assignBy, availableTransitions }) => ({
        subject: title ?? undefined,
        on: assignBy ?? undefined,
        late: (assignBy ?? today) < today,
        isMine: availableTransitions.some(({ name }) => name === 'ASSIGN'),
      }),
      // All that wait are given out together.
      place: PLACES.assignment,
    }),
    ...heap({
      kind: 'validate',
      things: readFragment(WaitingOutcomeFragmentDoc, data.unvalidated?.nodes ?? []),
      count: data.unvalidated?.totalCount,
      about: (outcome) => ({
        subject: sidesOf(outcome),
        isMine: outcome.viewerCanDecide,
      }),
      place: PLACES.validation,
    }),
    ...demands('moderate', data.submitted),
    ...demands('moderateChange', data.revised, { show: 'changed' }),
    ...mend,
  ];
}

function organizations(kind: 'verify' | 'approve', list: WorkbenchQuery['applicants']): Action[] {
  const things = readFragment(WaitingOrganizationFragmentDoc, list?.nodes ?? []);
  const count = list?.totalCount;
  return heap({
    kind,
    things,
    count,
    about: ({ id, name, viewerCanVerify }) => ({
      subject: name,
      isMine: viewerCanVerify,
      ...(count === 1 ? { href: `${PLACES.applicants}/${id}` as Way } : {}),
    }),
    place: PLACES.applicants,
  });
}

const demands = (
  kind: 'moderate' | 'moderateChange',
  list: WorkbenchQuery['submitted'],
  search?: Action['search'],
): Action[] =>
  heap({
    kind,
    things: readFragment(WaitingDemandFragmentDoc, list?.nodes ?? []),
    count: list?.totalCount,
    about: ({ title, availableTransitions }) => ({
      subject: title,
      isMine: availableTransitions.some(({ name }) => name === 'PUBLISH'),
    }),
    type: 'Demand',
    place: PLACES.demandQueue,
    search,
  });
