export { AgreedElsewhere } from './agreed/AgreedElsewhere';
export { modesOf } from './model';
