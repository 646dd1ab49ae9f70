import { lazy } from 'react';

import { needArea } from '@/i18n';

/** Who helps with a demand; it comes with the words about advisors when a demand is looked at. */
export const DemandAdvisor = lazy(() =>
  Promise.all([import('./client/DemandAdvisor'), needArea('advising')]).then(([face]) => face),
);

/** Picks a listing for a client, with the reason. */
export const PickDialog = lazy(() =>
  Promise.all([import('./case/PickDialog'), needArea('advising')]).then(([face]) => face),
);
