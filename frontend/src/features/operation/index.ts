export { usePower } from './queries';
