export { SearchBox } from './components/SearchBox';
export type { Search } from './model';
