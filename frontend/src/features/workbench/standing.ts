import { PLACES, type Way } from '@/features/work';
import type { WorkArea, WorkbenchQuery } from '@/gql/graphql';

import type { Action, Found } from './action';
import { casesOf } from './advising';

/** A number that says how things stand, and the list behind it. */
export interface Figure {
  key:
    | 'incoming'
    | 'reviews'
    | 'drafts'
    | 'published'
    | 'proposals'
    | 'outgoing'
    | 'licenses'
    | 'offered'
    | 'cases'
    | 'lateCases'
    | 'stuckCases'
    | 'applicants'
    | 'changes'
    | 'unassigned'
    | 'unvalidated'
    | 'submitted'
    | 'revised'
    | 'pending'
    | 'dead';
  value: number;
  href: Way;
  search?: Action['search'];
}

type Counted = { totalCount: number } | null | undefined;
const figure = (key: Figure['key'], list: Counted, place: string, search?: Action['search']): Figure => ({
  key,
  value: list?.totalCount ?? 0,
  href: place as Way,
  search,
});

/** How things stand, area by area. */
export function figuresOf({ work, demands, cases }: Omit<Found, 'today'>): { area: WorkArea; figures: Figure[] }[] {
  const groups: { area: WorkArea; figures: Figure[] }[] = [];
  if (work.incoming)
    groups.push({
      area: 'HOLDING',
      figures: [
        figure('incoming', work.incoming, PLACES.requests),
        figure('reviews', work.reviews, PLACES.review),
        figure('drafts', work.drafts, PLACES.listings),
        figure('published', work.published, PLACES.listings),
      ],
    });
  if (work.outgoing)
    groups.push({
      area: 'SEEKING',
      figures: [
        ...(demands
          ? [figure('proposals', demands.proposals, PLACES.proposals, { side: 'OWNER', state: 'OPEN' })]
          : []),
        figure('outgoing', work.outgoing, PLACES.requests),
        figure('licenses', work.licenses, PLACES.licenses),
      ],
    });
  if (cases) {
    const mine = casesOf(cases);
    const count = (which: (one: (typeof mine)[number]) => boolean) => ({ totalCount: mine.filter(which).length });
    groups.push({
      area: 'ADVISING',
      figures: [
        figure(
          'offered',
          count(({ state }) => state === 'ASSIGNED'),
          PLACES.board,
        ),
        figure(
          'cases',
          count(({ state }) => state !== 'ASSIGNED'),
          PLACES.board,
        ),
        figure(
          'lateCases',
          count(({ lateSince }) => Boolean(lateSince)),
          PLACES.board,
          { late: true },
        ),
        figure(
          'stuckCases',
          count(({ stuckSince }) => Boolean(stuckSince)),
          PLACES.board,
          { stuck: true },
        ),
      ],
    });
  }
  if (work.applicants)
    groups.push({
      area: 'OPERATION',
      figures: [
        figure('applicants', work.applicants, PLACES.applicants),
        figure('changes', work.changes, PLACES.applicants),
        figure('unassigned', work.unassigned, PLACES.assignment),
        figure('unvalidated', work.unvalidated, PLACES.validation),
        figure('submitted', work.submitted, PLACES.demandQueue),
        figure('revised', work.revised, PLACES.demandQueue, { show: 'changed' }),
        figure('pending', { totalCount: work.deliverySummary?.pending ?? 0 }, PLACES.jobs),
        figure('dead', { totalCount: work.deliverySummary?.dead ?? 0 }, PLACES.jobs),
      ],
    });
  return groups;
}

export type Step = 'account' | 'organization' | 'verification';

/** The way in for somebody who belongs to no organization yet, or to one that nobody has verified; none for others. */
export function stepsOf(data: WorkbenchQuery): { step: Step; done: boolean }[] | undefined {
  const seats = (data.viewer?.memberships ?? []).filter(({ organization }) => organization);
  const isVerified = seats.some(({ organization }) => organization?.verification === 'VERIFIED');
  const waits = seats.some(({ organization }) => organization?.verification === 'PENDING');
  if (isVerified || (seats.length > 0 && !waits)) return undefined;
  return [
    { step: 'account', done: true },
    { step: 'organization', done: seats.length > 0 },
    { step: 'verification', done: false },
  ];
}
