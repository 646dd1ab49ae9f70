/** An amount as the API has it: whole minor units, as text, because it may be larger than a number can be exact. */
export interface Amount {
  currency: string;
  minorUnits: string;
}

/** How many digits of the minor units are behind the point. The few currencies of the API that differ from two. */
const DIGITS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, KWD: 3 };

/** The amount as a decimal, by moving the point: nothing is computed. */
export function decimal({ currency, minorUnits }: Amount): string {
  const digits = DIGITS[currency] ?? 2;
  const negative = minorUnits.startsWith('-');
  const whole = (negative ? minorUnits.slice(1) : minorUnits).padStart(digits + 1, '0');
  const cut = whole.length - digits;
  const text = digits === 0 ? whole : `${whole.slice(0, cut)}.${whole.slice(cut)}`;
  return negative ? `-${text}` : text;
}
