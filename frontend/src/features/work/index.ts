export { hrefOf, PLACES, type Way } from './links';
export { groupsFor, type Group } from './nav';
export { WorkFrame } from './WorkFrame';
