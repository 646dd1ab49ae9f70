import { lazy } from 'react';

export { AchievementRow } from './components/AchievementRow';
export { OfferTerms } from './components/OfferTerms';
export { Bilingual, Highlighted, Prose } from './components/Texts';
export { ReplyTimes } from './components/ReplyTimes';
export { ReadinessGauge } from './components/ReadinessGauge';
export { LEVELS, countRights, leadOffer, stageOf, type Stage } from './model';

/** The body of the page, for those who decide about it; it comes when it is shown, not with every row of a search. */
export const AchievementBody = lazy(() => import('./components/AchievementBody'));
