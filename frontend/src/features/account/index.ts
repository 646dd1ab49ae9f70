export { AccountMenu } from './components/AccountMenu';
export { useViewer, viewerQuery } from './queries';
export { firmIn, officeIn, sideOf, type Seat } from './seats';
export { useSend } from './useSend';
