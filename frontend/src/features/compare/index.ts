export { CompareToggle } from './components/CompareToggle';
export { CompareTray } from './components/CompareTray';
