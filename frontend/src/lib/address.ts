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

/** A value of an address that was not understood, with the name of its part. */
export interface Unread<Key extends string = string> {
  key: Key;
  value: string;
}

/** What of `keys` stands in an address and was not taken from it, value by value. What is empty says nothing. */
export function unreadIn<Key extends string>(
  raw: Raw,
  read: { readonly [Name in Key]?: unknown },
  keys: readonly Key[],
): Unread<Key>[] {
  return keys.flatMap((key) => {
    const taken: unknown = read[key];
    const isTaken = (value: string) => (Array.isArray(taken) ? taken.includes(value) : taken !== undefined);
    const said = [raw[key]].flat().filter((one) => one !== undefined && one !== null);
    const values = said.map((one) => String(one).trim()).filter((value) => value !== '' && !isTaken(value));
    return [...new Set(values)].map((value) => ({ key, value }));
  });
}

/** An address without what it does not say, so that equal ones are equal. */
export const told = <Search extends object>(search: Search): { [Part in keyof Search]?: NonNullable<Search[Part]> } =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never;
