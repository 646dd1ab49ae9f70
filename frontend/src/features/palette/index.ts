export { CommandPalette } from './components/CommandPalette';
export { KeyHelp } from './components/KeyHelp';
