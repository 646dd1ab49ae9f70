export { SaveSearch } from './SaveSearch';
