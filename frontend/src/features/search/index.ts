export { SearchBox } from './components/SearchBox';
export { searchOf } from './model';
export type { Search } from './model';
