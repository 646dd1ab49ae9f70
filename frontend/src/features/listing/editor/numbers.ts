/** Moves the point of a decimal by so many digits, as text: nothing is computed. Undefined if it is no such number. */
export function shifted(text: string, digits: number): string | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,，%¥]/g, '');
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!found || !/\d/.test(plain)) return undefined;
  const [, sign = '', whole = '', fraction = ''] = found;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > digits) return undefined;
  return sign + ((whole + kept.padEnd(digits, '0')).replace(/^0+(?=\d)/, '') || '0');
}

/** The other way: whole units as a decimal without needless zeros. */
export function unshifted(value: number | string, digits: number): string {
  const text = String(value);
  const negative = text.startsWith('-');
  const padded = (negative ? text.slice(1) : text).padStart(digits + 1, '0');
  const cut = padded.length - digits;
  const fraction = padded.slice(cut).replace(/0+$/, '');
  return (negative ? '-' : '') + padded.slice(0, cut) + (fraction ? `.${fraction}` : '');
}

/** A whole number. Undefined if it is none. */
export function whole(text: string): number | undefined {
  const moved = shifted(text, 0);
  return moved === undefined || moved.length > 9 ? undefined : Number(moved);
}
