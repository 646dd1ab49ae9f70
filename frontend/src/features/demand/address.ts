/** What the address of the public list says. */
export interface DemandSearch {
  q?: string;
  /** A section of GB/T 4754, one letter. */
  industry?: string;
  /** Readiness of what somebody has to offer. */
  trl?: number;
  /** Only those that want to use first and pay later. */
  ufpl?: true;
}

type Raw = Record<string, unknown>;

/** Longer than this the server cuts a query anyway. */
const LONGEST = 200;

/** Words of an address, if there are any. */
export const wordsIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.trim().slice(0, LONGEST) || undefined : undefined;

/** One of a few; anything else is left out. */
export const oneOf = <Value extends string>(values: readonly Value[], value: unknown): Value | undefined =>
  values.find((one) => one === value);

/** An address without what it does not say. */
export const told = <Search extends object>(search: Search): { [Part in keyof Search]?: NonNullable<Search[Part]> } =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never;

/** Reads the address of the public list; what it does not understand is left out. */
export const readDemands = (raw: Raw): DemandSearch =>
  told({
    q: wordsIn(raw.q),
    industry: /^[A-T]$/.test(String(raw.industry)) ? String(raw.industry) : undefined,
    trl: /^[1-9]$/.test(String(raw.trl)) ? Number(raw.trl) : undefined,
    ufpl: raw.ufpl === '1' || raw.ufpl === true ? (true as const) : undefined,
  });
