export { DeskLayer } from './components/DeskLayer';
export { DeskTools } from './components/DeskTools';
