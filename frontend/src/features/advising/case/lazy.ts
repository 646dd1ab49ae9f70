import { lazy } from 'react';

import { needArea } from '@/i18n';

/** What was picked for the client; it says what the client thinks of it in the words about matches. */
export const Shortlist = lazy(() => Promise.all([import('./Shortlist'), needArea('demand')]).then(([face]) => face));
