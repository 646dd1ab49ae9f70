export { WorkFrame } from './WorkFrame';
