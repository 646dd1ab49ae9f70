const two = (number: number) => String(number).padStart(2, '0');

/** A moment as a field for date and time wants it: the reader's clock, to the minute. */
export const hereOf = (moment: Date): string =>
  `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;

/** The moment that somebody means who wrote a date and a time by their own clock. */
export const instantOf = (here: string): string => new Date(here).toISOString();

/** Names that were written one after the other, with whatever between them. */
export const namesIn = (text: string): string[] =>
  text
    .split(/[;\uff1b,\uff0c\u3001\n]/)
    .map((name) => name.trim())
    .filter(Boolean);

/** The SHA-256 of a file, in hexadecimal: the file itself stays where it is. */
export async function hashOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether this browser computes hashes: those of old do so on https only. */
export const canHash = (): boolean => globalThis.crypto?.subtle !== undefined;
