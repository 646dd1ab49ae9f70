export { AchievementBody } from './components/AchievementBody';
export { AchievementRow } from './components/AchievementRow';
export { Money, OfferTerms } from './components/OfferTerms';
export { Bilingual, Highlighted, Prose } from './components/Texts';
export { ReadinessGauge } from './components/ReadinessGauge';
export { LEVELS, countRights, leadOffer, stageOf, type Stage } from './model';
