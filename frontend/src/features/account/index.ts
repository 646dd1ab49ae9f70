export { AccountMenu } from './components/AccountMenu';
export { useViewer, viewerQuery } from './queries';
export { useSend } from './useSend';
