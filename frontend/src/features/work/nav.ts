import type { LinkProps } from '@tanstack/react-router';

import { firmIn, officeIn, type Seat } from '@/features/account';
import type { WorkArea } from '@/gql/graphql';
import type { MessageId } from '@/i18n';

/** One entry of the navigation at the left. */
export interface Entry {
  to: NonNullable<LinkProps['to']>;
  title: MessageId;
  /** Whose the page is that this leads to, where the same page is of offices and of enterprises. */
  org?: string;
}

/** An entry as it is for everybody: `of` says in which of their seats somebody goes there; without one it is not theirs. */
interface Place extends Omit<Entry, 'org'> {
  of?: 'office' | 'firm';
}

/** A group of entries, for those who work in one of its areas; for everybody if it names none. */
export interface Group<One = Entry> {
  areas?: readonly WorkArea[];
  title?: MessageId;
  entries: readonly One[];
}

/** Where one can go from everywhere. What somebody may do there is said there. */
export const GROUPS: readonly Group<Place>[] = [
  {
    entries: [
      { to: '/work', title: 'work.nav.workbench' },
      { to: '/work/inbox', title: 'work.nav.inbox' },
      { to: '/work/saved', title: 'work.nav.saved' },
    ],
  },
  {
    areas: ['HOLDING'],
    title: 'work.nav.holding',
    entries: [
      { to: '/work/listings', title: 'work.nav.listings' },
      { to: '/work/review', title: 'work.nav.review' },
      { to: '/work/imports', title: 'work.nav.imports', of: 'office' },
      { to: '/work/proposals', title: 'work.nav.proposals' },
      { to: '/work/platforms', title: 'work.nav.platforms', of: 'office' },
    ],
  },
  {
    areas: ['SEEKING'],
    title: 'work.nav.demanding',
    entries: [
      { to: '/work/demands', title: 'work.nav.demands' },
      { to: '/work/imports', title: 'work.nav.imports', of: 'firm' },
      { to: '/work/proposals', title: 'work.nav.proposals' },
      { to: '/work/cases', title: 'work.nav.cases' },
      { to: '/work/advisors', title: 'work.nav.advisors' },
      { to: '/work/platforms', title: 'work.nav.platforms', of: 'firm' },
    ],
  },
  {
    areas: ['ADVISING'],
    title: 'work.nav.advising',
    entries: [
      { to: '/work/advising', title: 'work.nav.board' },
      { to: '/work/advising/calendar', title: 'work.nav.calendar' },
      { to: '/work/advising/clients', title: 'work.nav.clients' },
      { to: '/work/advising/profile', title: 'work.nav.profile' },
    ],
  },
  {
    areas: ['HOLDING', 'SEEKING'],
    title: 'work.nav.licensing',
    entries: [
      { to: '/work/requests', title: 'work.nav.requests' },
      { to: '/work/licenses', title: 'work.nav.licenses' },
      { to: '/work/introductions', title: 'work.nav.introductions' },
    ],
  },
  {
    areas: ['OPERATION'],
    title: 'work.nav.operation',
    entries: [
      { to: '/work/operation', title: 'work.nav.operation.dashboard' },
      { to: '/work/operation/organizations', title: 'work.nav.operation.organizations' },
      { to: '/work/operation/users', title: 'work.nav.operation.users' },
      { to: '/work/operation/moderation', title: 'work.nav.operation.moderation' },
      { to: '/work/operation/demands', title: 'work.nav.operation.demands' },
      { to: '/work/advising', title: 'work.nav.operation.cases' },
      { to: '/work/operation/assignment', title: 'work.nav.operation.assignment' },
      { to: '/work/operation/advisors', title: 'work.nav.operation.advisors' },
      { to: '/work/operation/outcomes', title: 'work.nav.operation.outcomes' },
      { to: '/work/operation/rules', title: 'work.nav.operation.rules' },
      { to: '/work/operation/jobs', title: 'work.nav.operation.jobs' },
      { to: '/work/operation/audit', title: 'work.nav.operation.audit' },
    ],
  },
  {
    title: 'work.nav.settings',
    entries: [
      { to: '/work/organizations', title: 'work.nav.organizations' },
      { to: '/work/preferences', title: 'work.nav.preferences' },
    ],
  },
];

interface Worker {
  workAreas: readonly WorkArea[];
  memberships: readonly Seat[];
}

/** The groups of somebody, by the areas and the seats that they work in. */
export function groupsFor(worker: Worker | null | undefined): Group[] {
  const { workAreas, memberships } = worker ?? { workAreas: [], memberships: [] };
  const seats = { office: officeIn(memberships), firm: firmIn(memberships) };
  return GROUPS.filter(({ areas }) => areas === undefined || areas.some((area) => workAreas.includes(area))).map(
    (group) => ({
      ...group,
      entries: group.entries.flatMap(({ of, ...entry }): Entry[] => {
        if (!of) return [entry];
        const org = seats[of];
        return org ? [{ ...entry, org }] : [];
      }),
    }),
  );
}

/** Whether other entries lie below this one: it is then where one is only on its own page. */
export const isAbove = (to: string): boolean =>
  GROUPS.some(({ entries }) => entries.some((entry) => entry.to.startsWith(`${to}/`)));
