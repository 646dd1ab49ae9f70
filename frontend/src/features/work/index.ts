export { hrefOf, PLACES, type Way } from './links';
export { groupsFor } from './nav';
export { WorkFrame } from './WorkFrame';
