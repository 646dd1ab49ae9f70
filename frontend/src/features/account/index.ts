export { AccountMenu } from './components/AccountMenu';
export { useViewer, viewerQuery } from './queries';
export { firmIn, officeIn, type Seat } from './seats';
export { useSend } from './useSend';
