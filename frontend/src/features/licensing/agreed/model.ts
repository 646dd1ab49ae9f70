import type { AgreedElsewhereQuery, PaymentMode } from '@/gql/graphql';

/** Where a technology lies among those that are alike. The server puts the level into its band. */
export interface Field {
  section: string;
  level: number;
}

/** What a field is told by; as it is called in the content of a listing. */
export type Missing = 'ipc' | 'readiness.level';

/** The section that the first symbol of the IPC begins with; there are eight. */
const SECTION = /^\s*([A-H])/i;

/** The field of a technology by its first IPC symbol and its readiness, or what is not stated yet to tell it by. */
export function fieldOf(symbol: string | undefined, level: number | undefined): { field?: Field; missing: Missing[] } {
  const section = SECTION.exec(symbol ?? '')?.[1]?.toUpperCase();
  if (section && level) return { field: { section, level }, missing: [] };
  return { missing: [...(section ? [] : (['ipc'] as const)), ...(level ? [] : (['readiness.level'] as const))] };
}

export type Range = AgreedElsewhereQuery['priceEvidence'][number];

/** The ranges with those first that are about the ways of payment at hand, in their order; the others as the server has them. */
export function ranked(ranges: readonly Range[], modes: readonly PaymentMode[]): Range[] {
  const place = ({ paymentMode }: Range) => {
    const found = paymentMode ? modes.indexOf(paymentMode) : -1;
    return found < 0 ? modes.length : found;
  };
  return [...ranges].sort((a, b) => place(a) - place(b));
}
