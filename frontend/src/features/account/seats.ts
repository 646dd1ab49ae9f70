import type { OrganizationKind, ViewerQuery } from '@/gql/graphql';

export type Seat = NonNullable<ViewerQuery['viewer']>['memberships'][number];

/** What an organization of each kind is here: an office that has achievements, a firm that has demands, or neither. */
const SIDE: Record<OrganizationKind, 'office' | 'firm' | undefined> = {
  UNIVERSITY: 'office',
  INSTITUTE: 'office',
  HOSPITAL: 'office',
  NEW_RND: 'office',
  TTO: 'office',
  EXCHANGE: 'office',
  PLATFORM: 'office',
  ENTERPRISE: 'firm',
  GOVERNMENT: undefined,
  FINANCE: undefined,
  INSURER: undefined,
  GUARANTOR: undefined,
  APPRAISER: undefined,
  FOREIGN: undefined,
};
export const sideOf = (kind: OrganizationKind) => SIDE[kind];

/** Seats that count, in organizations that their holder works for: an advisor's own house has its work elsewhere. */
const worked = (seats: readonly Seat[]) =>
  seats
    .filter(({ state, roles }) => state === 'ACTIVE' && roles.some((role) => role !== 'ADVISOR'))
    .flatMap(({ organization }) => organization ?? []);

/** The first office that somebody works for: it has achievements. */
export const officeIn = (seats: readonly Seat[]): string | undefined =>
  worked(seats).find(({ kind }) => sideOf(kind) === 'office')?.id;

/** The first enterprise that somebody works for: it has demands. */
export const firmIn = (seats: readonly Seat[]): string | undefined =>
  worked(seats).find(({ kind }) => sideOf(kind) === 'firm')?.id;
