/** The classes that apply, as one attribute. */
export const cx = (...classes: (string | false | undefined)[]): string => classes.filter(Boolean).join(' ');
