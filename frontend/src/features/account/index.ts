export { AccountMenu } from './components/AccountMenu';
export { useSend, useViewer, viewerQuery } from './queries';
