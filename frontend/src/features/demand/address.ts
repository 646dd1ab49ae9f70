import { told, wordsIn, type Raw } from '@/lib/address';

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

/** Reads the address of the public list; what it does not understand is left out. */
export const readDemands = (raw: Raw): DemandSearch =>
  told({
    q: wordsIn(raw.q),
    industry: /^[A-T]$/.test(String(raw.industry)) ? String(raw.industry) : undefined,
    trl: /^[1-9]$/.test(String(raw.trl)) ? Number(raw.trl) : undefined,
    ufpl: raw.ufpl === '1' || raw.ufpl === true ? (true as const) : undefined,
  });
