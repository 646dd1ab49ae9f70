import type { LinkProps } from '@tanstack/react-router';

import type { WorkArea } from '@/gql/graphql';
import type { MessageId } from '@/i18n';

/** One entry of the navigation at the left. */
export interface Entry {
  to: NonNullable<LinkProps['to']>;
  title: MessageId;
}

/** A group of entries, for those who work in its area; for everybody if it has none. */
export interface Group {
  area?: WorkArea;
  title?: MessageId;
  entries: readonly Entry[];
}

/** Where one can go from everywhere. What somebody may do there is said there. */
export const GROUPS: readonly Group[] = [
  {
    entries: [{ to: '/work', title: 'work.nav.workbench' }],
  },
  {
    area: 'HOLDING',
    title: 'work.nav.holding',
    entries: [
      { to: '/work/listings', title: 'work.nav.listings' },
      { to: '/work/review', title: 'work.nav.review' },
    ],
  },
];
