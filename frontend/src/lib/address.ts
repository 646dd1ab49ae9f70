/** What an address says, before it is looked at. */
export type Raw = Record<string, unknown>;

/** Longer than this the server cuts a query anyway. */
const LONGEST = 200;

/** Words of an address, if there are any. */
export const wordsIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.trim().slice(0, LONGEST) || undefined : undefined;

/** One of a few; anything else is left out. */
export const oneOf = <Value extends string>(values: readonly Value[], value: unknown): Value | undefined =>
  values.find((one) => one === value);

/** An address without what it does not say, so that equal ones are equal. */
export const told = <Search extends object>(search: Search): { [Part in keyof Search]?: NonNullable<Search[Part]> } =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never;
