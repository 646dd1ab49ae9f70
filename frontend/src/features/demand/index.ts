import { lazy } from 'react';

import { needArea } from '@/i18n';

/** Whom a listing would help; it comes with the words about demands when somebody asks. */
export const DemandMatches = lazy(() =>
  Promise.all([import('./matching/DemandMatches'), needArea('demand')]).then(([face]) => face),
);

export { searchOf } from './model';
