import type { ViewerQuery } from '@/gql/graphql';

export type Seat = NonNullable<ViewerQuery['viewer']>['memberships'][number];

/** Seats that count, in organizations that their holder works for: an advisor's own house has its work elsewhere. */
const worked = (seats: readonly Seat[]) =>
  seats
    .filter(({ state, roles }) => state === 'ACTIVE' && roles.some((role) => role !== 'ADVISOR'))
    .flatMap(({ organization }) => organization ?? []);

/** The first office that somebody works for: it has achievements. */
export const officeIn = (seats: readonly Seat[]): string | undefined =>
  worked(seats).find(({ kind }) => kind !== 'ENTERPRISE')?.id;

/** The first enterprise that somebody works for: it has demands. */
export const firmIn = (seats: readonly Seat[]): string | undefined =>
  worked(seats).find(({ kind }) => kind === 'ENTERPRISE')?.id;
