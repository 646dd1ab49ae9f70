/** An amount as the API has it: whole minor units, as text, because it may be larger than a number can be exact. */
export interface Amount {
  currency: string;
  minorUnits: string;
}

/** How many digits of the minor units are behind the point. The few currencies of the API that differ from two. */
const DIGITS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, KWD: 3 };

const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;

/** Digits behind the point of an amount that is written in 万元. */
export const WAN = 6;

/** The amount as a decimal, by moving the point: nothing is computed. */
export function decimal({ currency, minorUnits }: Amount, digits = digitsOf(currency)): string {
  const negative = minorUnits.startsWith('-');
  const whole = (negative ? minorUnits.slice(1) : minorUnits).padStart(digits + 1, '0');
  const cut = whole.length - digits;
  const text = digits === 0 ? whole : `${whole.slice(0, cut)}.${whole.slice(cut)}`;
  return negative ? `-${text}` : text;
}

/** How far \u4e07 (10,000) and \u4ebf (100,000,000) move the point. */
const UNITS: Record<string, number> = { '\u4e07': 4, '\u4ebf': 8 };

/**
 * The amount that was typed, `80,000.5` or with a unit as it is said in Chinese, as whole minor units; undefined if it is
 * none. Nothing is rounded. Where an amount is written in units of its own (`digits`), one that names its unit means that.
 */
export function amountOf(text: string, currency: string, digits = digitsOf(currency)): Amount | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,¥]/g, '');
  const [, whole, part = '', unit] = /^(\d+)(?:\.(\d*))?([\u4e07\u4ebf]?)\u5143?$/.exec(plain) ?? [];
  const moved = unit ? digitsOf(currency) + (UNITS[unit] ?? 0) : digits;
  const cut = part.replace(/0+$/, '');
  if (whole === undefined || cut.length > moved) return undefined;
  return { currency, minorUnits: (whole + cut.padEnd(moved, '0')).replace(/^0+(?=\d)/, '') };
}

/** The amount as one would type it: without a tail of zeros. */
export const typed = (amount: Amount, digits?: number): string =>
  decimal(amount, digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
