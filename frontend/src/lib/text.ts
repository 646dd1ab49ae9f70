import type { Locale } from './preferences';

/** A text in up to two languages. */
export interface TwoTongues {
  zh?: string | null;
  en?: string | null;
}

export interface Picked {
  text: string;
  /** The language it is in, for `lang`. */
  lang: 'zh' | 'en';
  /** Whether it is in another language than the page, because there is no other. */
  isOther: boolean;
}

/** The text in the language of the page, else in the one it was written in. */
export function pick(texts: TwoTongues, locale: Locale): Picked | undefined {
  const wanted = locale === 'en' ? 'en' : 'zh';
  const other = wanted === 'en' ? 'zh' : 'en';
  const own = texts[wanted]?.trim();
  if (own) return { text: own, lang: wanted, isOther: false };
  const theirs = texts[other]?.trim();
  return theirs ? { text: theirs, lang: other, isOther: true } : undefined;
}

/** The title to look for in a language switch: what is there in the other language, if it differs. */
export function otherTongue(texts: TwoTongues, locale: Locale): Picked | undefined {
  const other = locale === 'en' ? 'zh' : 'en';
  const text = texts[other]?.trim();
  return text && pick(texts, locale)?.lang !== other ? { text, lang: other, isOther: true } : undefined;
}

/** What was pasted, as it would have been typed: full-width letters, digits and spaces become plain, and one line it is. */
export function tidy(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/** As many squares of Han as a heading has before it is a paragraph; a Latin letter takes half of one. */
const LONG = 45;

/** Whether a heading is so long that it has to be set smaller. */
export const isLong = (text: string): boolean =>
  [...text].reduce((squares, sign) => squares + (sign > '\u2e7f' ? 1 : 0.5), 0) > LONG;
