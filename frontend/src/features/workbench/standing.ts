import { PLACES, type Way } from '@/features/work';
import type { WorkbenchQuery } from '@/gql/graphql';

/** A number that says how things stand, and the list behind it. */
export interface Figure {
  key:
    | 'incoming'
    | 'reviews'
    | 'drafts'
    | 'published'
    | 'outgoing'
    | 'licenses'
    | 'applicants'
    | 'changes'
    | 'pending'
    | 'dead';
  value: number;
  href: Way;
}

/** How things stand, area by area. */
export function figuresOf(data: WorkbenchQuery): { area: 'HOLDING' | 'SEEKING' | 'OPERATION'; figures: Figure[] }[] {
  const figure = (key: Figure['key'], list: { totalCount: number } | null | undefined, place: string): Figure => ({
    key,
    value: list?.totalCount ?? 0,
    href: place as Way,
  });
  const groups = [];
  if (data.incoming)
    groups.push({
      area: 'HOLDING' as const,
      figures: [
        figure('incoming', data.incoming, PLACES.requests),
        figure('reviews', data.reviews, PLACES.review),
        figure('drafts', data.drafts, PLACES.listings),
        figure('published', data.published, PLACES.listings),
      ],
    });
  if (data.outgoing)
    groups.push({
      area: 'SEEKING' as const,
      figures: [figure('outgoing', data.outgoing, PLACES.requests), figure('licenses', data.licenses, PLACES.licenses)],
    });
  if (data.applicants)
    groups.push({
      area: 'OPERATION' as const,
      figures: [
        figure('applicants', data.applicants, PLACES.applicants),
        figure('changes', data.changes, PLACES.applicants),
        figure('pending', { totalCount: data.deliverySummary?.pending ?? 0 }, PLACES.jobs),
        figure('dead', { totalCount: data.deliverySummary?.dead ?? 0 }, PLACES.jobs),
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
