import { lazy } from 'react';

import { needArea } from '@/i18n';

/** Whom a listing would help; it comes with the words about demands when somebody asks. */
export const DemandMatches = lazy(() =>
  Promise.all([import('./matching/DemandMatches'), needArea('demand')]).then(([face]) => face),
);

/** What an enterprise looks for, in a few lines, with what was found for it. */
export const MyDemands = lazy(() =>
  Promise.all([import('./glance/MyDemands'), needArea('demand')]).then(([{ MyDemands }]) => ({ default: MyDemands })),
);

export { searchOf } from './model';
