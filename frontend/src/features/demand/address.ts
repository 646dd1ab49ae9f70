import { told, unreadIn, wordsIn, type Raw, type Unread } from '@/lib/address';

/** What the address of the public list says. */
export interface DemandSearch {
  q?: string;
  /** A section of GB/T 4754, one letter. */
  industry?: string;
  /** Readiness of what somebody has to offer. */
  trl?: number;
  /** Only those that want to use first and pay later, or only those that do not. */
  ufpl?: boolean;
  /** Whose, as a search that was kept may say; the page itself offers no such choice. */
  org?: string;
  /** Other industries than a section, in the same way. */
  codes?: string[];
}

const yesOrNo = (raw: unknown): boolean | undefined => {
  if (raw === '1' || raw === true) return true;
  return raw === '0' || raw === false ? false : undefined;
};

/** Codes of GB/T 4754, as many as the server takes. */
const codesIn = (raw: unknown): string[] | undefined => {
  const codes = (Array.isArray(raw) ? raw : [raw]).filter((one): one is string => /^[A-T]\d{0,4}$/.test(String(one)));
  return codes.length > 0 ? [...new Set(codes)].slice(0, 20) : undefined;
};

/** Reads the address of the public list; what it does not understand is left out. */
export const readDemands = (raw: Raw): DemandSearch =>
  told({
    q: wordsIn(raw.q),
    industry: /^[A-T]$/.test(String(raw.industry)) ? String(raw.industry) : undefined,
    trl: /^[1-9]$/.test(String(raw.trl)) ? Number(raw.trl) : undefined,
    ufpl: yesOrNo(raw.ufpl),
    org: typeof raw.org === 'string' && /^[\w=-]{1,100}$/.test(raw.org) ? raw.org : undefined,
    codes: codesIn(raw.codes),
  });

/** What narrows the list down, besides words. */
export type FilterKey = Exclude<keyof DemandSearch, 'q'>;
const KEYS: readonly FilterKey[] = ['industry', 'codes', 'trl', 'ufpl', 'org'];

/** What of an address was left out because it means nothing here. */
export const unreadDemands = (raw: Raw): Unread<FilterKey>[] => unreadIn(raw, readDemands(raw), KEYS);
