import type { MatchShownFragment } from '@/gql/graphql';
import type { Locale } from '@/lib/preferences';

export type Check = MatchShownFragment['checks'][number];

/** How well two fit, in a word. */
export type Band = 'high' | 'middle' | 'low';

/**
 * A score counts deviations above strangers, so it means the same whatever was asked: of strangers hardly one in forty lies
 * two and a half above the others, and none four.
 */
const HIGH = 4;
const MIDDLE = 2.5;
/** What lies no further above strangers than this is one of them. */
const STRANGE = 1;

export function bandOf(score: number): Band {
  if (score >= HIGH) return 'high';
  return score >= MIDDLE ? 'middle' : 'low';
}

/** What fits, and what hardly does: the latter is shown to those who want to see it. Strangers are not shown. */
export function apart<One extends { score: number }>(found: readonly One[]): { fitting: One[]; weak: One[] } {
  const fitting = found.filter(({ score }) => bandOf(score) !== 'low');
  return { fitting, weak: found.filter((one) => one.score >= STRANGE && !fitting.includes(one)) };
}

/** Whether a part says more than it would of strangers. */
export const isTelling = ({ deviations }: { deviations: number }): boolean => deviations >= 1;

/** As many points as a full bar stands for. */
const FULL = 6;

/** How much of a bar is full, in percent. */
export const shareOf = (points: number): number => Math.round(Math.min(1, Math.max(0, points / FULL)) * 100);

/** As many phrases as one reads. */
const PHRASES = 6;
/** What tells less than this share of the one that tells most is left out. */
const WORTH = 0.25;

export interface Pair {
  demand: string;
  listing: string;
  /** Whether both say it in the same word. */
  isSame: boolean;
}

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/**
 * Phrases that both sides share and that tell something. Of those that one word of the listing answers the one in the
 * reader's language is shown, else the one that is the same word.
 */
export function pairsOf(phrases: MatchShownFragment['phrases'], locale: Locale): Pair[] {
  const most = Math.max(0, ...phrases.map(({ weight }) => weight));
  const pairs = new Map<string, Pair & { rank: number }>();
  for (const { demand, listing, weight } of phrases) {
    if (weight < most * WORTH) continue;
    const key = listing.toLowerCase();
    const isSame = key === demand.toLowerCase();
    const rank = (isHan(demand) === (locale === 'zh-CN') ? 2 : 0) + Number(isSame);
    const before = pairs.get(key);
    if (!before || before.rank < rank) pairs.set(key, { demand, listing, isSame, rank });
  }
  const seen = new Set<string>();
  return [...pairs.values()]
    .filter(({ demand }) => !seen.has(demand.toLowerCase()) && seen.add(demand.toLowerCase()))
    .slice(0, PHRASES)
    .map(({ demand, listing, isSame }) => ({ demand, listing, isSame }));
}

/** The words of the listing among them, and those of the demand. */
export const wordsOf = (phrases: MatchShownFragment['phrases'], side: 'demand' | 'listing'): string[] =>
  phrases
    .filter(({ weight }) => weight >= Math.max(0, ...phrases.map(({ weight }) => weight)) * WORTH)
    .map((phrase) => phrase[side]);

export interface Span {
  text: string;
  matched: boolean;
}

/** A text in pieces, with the phrases that occur in it marked; undefined if none does. */
export function marked(text: string, phrases: readonly string[]): Span[] | undefined {
  const wanted = [...new Set(phrases)].filter((phrase) => phrase.trim().length > 1);
  if (wanted.length === 0) return undefined;
  const pattern = wanted
    .sort((one, other) => other.length - one.length)
    .map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    // A word of letters begins where a word begins: "run" is not in "prune".
    .map((phrase) => (/^[a-z]/i.test(phrase) ? `\\b${phrase}` : phrase))
    .join('|');
  const pieces = text.split(new RegExp(`(${pattern})`, 'gi'));
  if (pieces.length === 1) return undefined;
  return pieces.map((piece, place) => ({ text: piece, matched: place % 2 === 1 })).filter(({ text }) => text !== '');
}

/** What is met, and what is not, or not told: failures first. */
export function sides(checks: readonly Check[]): { met: Check[]; open: Check[] } {
  const rank = { FAIL: 0, UNKNOWN: 1, PASS: 2 };
  const sorted = [...checks].sort((one, other) => rank[one.outcome] - rank[other.outcome]);
  return {
    met: sorted.filter(({ outcome }) => outcome === 'PASS'),
    open: sorted.filter(({ outcome }) => outcome !== 'PASS'),
  };
}

/** The points of the parts together; what is added so that no score is below nothing; and what the terms take away. */
export function sumOf({
  parts,
  relevance,
  factor,
  score,
}: Pick<MatchShownFragment, 'parts' | 'relevance' | 'factor' | 'score'>) {
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  return { points, lift: relevance - points, factor, score };
}

/** A text as it is asked about: what there is of it, in one piece. */
export const questionOf = (texts: readonly (string | undefined)[]): string =>
  texts
    .map((text) => text?.trim() ?? '')
    .filter(Boolean)
    .join('\n')
    .slice(0, 20_000);

/** With fewer signs nobody can tell what is meant. */
const SHORTEST = 4;
export const isQuestion = (text: string): boolean => [...text].length >= SHORTEST;

/** The listing that an address names, as it is copied from the page of one. */
export const listingIn = (text: string): string | undefined => /\/a\/([\w-]+)/.exec(text)?.[1];
