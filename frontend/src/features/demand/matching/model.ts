import type { MatchEvidence, MatchShownFragment } from '@/gql/graphql';
import type { Locale } from '@/lib/preferences';

import type { Order, Show } from '../work/address';

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
  // As it is shown: nobody is told that 2.50 is less than 2.5.
  const shown = Math.round(score * 100) / 100;
  if (shown >= HIGH) return 'high';
  return shown >= MIDDLE ? 'middle' : 'low';
}

/** Where only words were compared, half of the answers lie below the middle (docs/matching.md): these may be among them. */
const WORTH_A_LOOK = 1.5;
/** As many of those as one looks at before it gets tiresome. */
const LOOKED_AT = 5;

/** Where each word for a score begins, and where the bar that shows it is full. */
export const SCALE = { strange: STRANGE, middle: MIDDLE, high: HIGH, full: 6 } as const;

/**
 * What fits, and what hardly does: the latter is shown to those who want to see it. Strangers are not shown. Without
 * meanings an answer in other words has a low score, so the first few are not folded away.
 */
export function apart<One extends { score: number }>(
  found: readonly One[],
  hasMeanings: boolean,
): { fitting: One[]; weak: One[] } {
  const fitting = found.filter(
    ({ score }, place) => bandOf(score) !== 'low' || (!hasMeanings && place < LOOKED_AT && score >= WORTH_A_LOOK),
  );
  return { fitting, weak: found.filter((one) => one.score >= STRANGE && !fitting.includes(one)) };
}

/** What of the list one looks at: what nobody has judged, or what was liked; by score, or what was published last first. */
export function arranged<One extends { score: number; isJudged: boolean; publishedAt: string }>(
  found: readonly One[],
  show: Show | undefined,
  order: Order | undefined,
): One[] {
  const kept = found.filter(
    ({ score, isJudged }) => (score >= STRANGE || isJudged) && (show === undefined || (show === 'liked') === isJudged),
  );
  return order === 'newest' ? kept.sort((one, other) => other.publishedAt.localeCompare(one.publishedAt)) : kept;
}

/** Whether two are hardly nearer than strangers, taken all in all. */
export const isFaint = (score: number): boolean => score < WORTH_A_LOOK;

/** Whether a part says more than it would of strangers. */
export const isTelling = ({ deviations }: { deviations: number }): boolean => deviations >= 1;

/** How much of a bar is full, in percent. */
export const shareOf = (points: number): number => Math.round(Math.min(1, Math.max(0, points / SCALE.full)) * 100);

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

/** What a demand insists on, and what it merely wishes for; of either what is not met first, then what is not told. */
export function sides(checks: readonly Check[]): { musts: Check[]; wishes: Check[] } {
  const rank = { FAIL: 0, UNKNOWN: 1, PASS: 2 };
  const sorted = [...checks].sort((one, other) => rank[one.outcome] - rank[other.outcome]);
  return { musts: sorted.filter(({ isWish }) => !isWish), wishes: sorted.filter(({ isWish }) => isWish) };
}

/** A line of the sum: a kind of evidence, what is added so that no score is below nothing, what the terms take away. */
export interface Line {
  key: MatchEvidence | 'lift' | 'terms';
  /** In hundredths, as it is shown. */
  hundredths: number;
}

/**
 * The score as a sum that whoever adds up what is shown gets: each line is rounded, and what is left over by that goes to
 * the line that lost most of it. Of lines without a share only kinds of evidence are told.
 */
export function sumOf({ parts, relevance, score }: Pick<MatchShownFragment, 'parts' | 'relevance' | 'score'>): {
  lines: Line[];
  total: number;
} {
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  const exact: { key: Line['key']; value: number }[] = [
    ...parts.map(({ evidence, points }) => ({ key: evidence, value: points * 100 })),
    { key: 'lift', value: (relevance - points) * 100 },
    { key: 'terms', value: (score - relevance) * 100 },
  ];
  const total = Math.round(score * 100);
  // Less than half a hundredth is noise of the arithmetic, and no line.
  const lines = exact.map(({ key, value }) => {
    const hundredths = Math.abs(value) < 0.5 ? 0 : Math.round(value);
    return { key, hundredths, lost: value - hundredths };
  });
  for (let rest = total - lines.reduce((sum, { hundredths }) => sum + hundredths, 0); rest !== 0;) {
    const step = Math.sign(rest);
    const most = lines
      .filter(({ hundredths }) => hundredths !== 0)
      .sort((one, other) => (other.lost - one.lost) * step)[0];
    if (!most) break;
    most.hundredths += step;
    most.lost -= step;
    rest -= step;
  }
  return {
    lines: lines
      .filter(({ key, hundredths }) => hundredths !== 0 || (key !== 'lift' && key !== 'terms'))
      .map(({ key, hundredths }) => ({ key, hundredths })),
    total,
  };
}

/** How many conditions came out how. */
export const countOf = (checks: readonly Check[]): Record<Check['outcome'], number> => {
  const count = { PASS: 0, FAIL: 0, UNKNOWN: 0 };
  for (const { outcome } of checks) count[outcome] += 1;
  return count;
};

/** Titles that hold all words that were typed, in either language. What merely came up by the search is not meant. */
export function namedSo<One extends { title: { zh?: string | null; en?: string | null } }>(
  found: readonly One[],
  text: string,
): One[] {
  const plain = (words: string) => words.normalize('NFKC').toLowerCase();
  const words = plain(text)
    .split(/[\s,\u3001\uff0c]+/)
    .filter(Boolean);
  return found.filter(({ title: { zh, en } }) => {
    const name = plain(`${zh ?? ''} ${en ?? ''}`);
    return words.length > 0 && words.every((word) => name.includes(word));
  });
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
