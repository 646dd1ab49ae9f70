export { AccountMenu } from './components/AccountMenu';
export { forgetAll, useViewer, viewerIn, viewerQuery } from './queries';
export { firmIn, officeIn, sideOf, type Seat } from './seats';
export { useSend } from './useSend';
