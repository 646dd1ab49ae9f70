export { AchievementRow } from './components/AchievementRow';
export { OfferTerms } from './components/OfferTerms';
export { Bilingual, Highlighted, Prose } from './components/Texts';
export { ReadinessGauge } from './components/ReadinessGauge';
export { LEVELS, countRights, leadOffer, stageOf, type Stage } from './model';
