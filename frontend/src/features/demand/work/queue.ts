import type { DemandFilterInput } from '@/gql/graphql';

import type { QueueSearch, Shown } from './address';

const FILTERS: Record<Shown, DemandFilterInput> = {
  new: { states: ['SUBMITTED'] },
  changed: { revisionStates: ['SUBMITTED'] },
  published: { states: ['PUBLISHED'] },
  suspended: { states: ['SUSPENDED'] },
  all: {},
};

export const queueFilter = ({ show = 'new', q }: QueueSearch): DemandFilterInput => ({
  ...FILTERS[show],
  ...(q ? { query: q } : {}),
});
