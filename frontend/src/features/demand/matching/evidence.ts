import type { MatchShownFragment } from '@/gql/graphql';
import type { Locale } from '@/lib/preferences';
import type { TwoTongues } from '@/lib/text';

import { marked, type Span } from './model';

/** Fields of a demand and of a listing in which something may stand. */
export type SourceField = 'title' | 'problem' | 'currentSolution' | 'expectedTarget' | 'benefit';

/** One field of one side. */
export interface Source {
  field: SourceField;
  texts: TwoTongues;
}

export interface Quote {
  field: SourceField;
  lang: 'zh' | 'en';
  spans: Span[];
}

/** As long as a sentence may be to be read at a glance, in letters. */
const LONGEST = 160;

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[\u3002\uff01\uff1f!?;\uff1b])|(?<=[.])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);

/** A piece of a long sentence, around its first mark. */
function cut(sentence: string, words: readonly string[]): string {
  if (sentence.length <= LONGEST) return sentence;
  const lower = sentence.toLowerCase();
  const first = Math.min(...words.map((word) => lower.indexOf(word.toLowerCase())).filter((at) => at >= 0));
  const from = Math.max(0, Math.min(first - LONGEST / 4, sentence.length - LONGEST));
  const piece = sentence.slice(from, from + LONGEST);
  return `${from > 0 ? '\u2026' : ''}${piece}${from + LONGEST < sentence.length ? '\u2026' : ''}`;
}

/**
 * The sentence of a side that says most of what both have in common, with that marked, and the field in which it stands;
 * undefined if none says any of it. In the reader's language if there is one in it.
 */
export function quoteOf(
  sources: readonly Source[],
  phrases: MatchShownFragment['phrases'],
  side: 'demand' | 'listing',
  locale: Locale,
): Quote | undefined {
  const own = locale === 'en' ? 'en' : 'zh';
  const weights = new Map<string, number>();
  for (const phrase of phrases) weights.set(phrase[side], Math.max(weights.get(phrase[side]) ?? 0, phrase.weight));
  const words = [...weights.keys()];
  let best: { weight: number; quote: Quote } | undefined;
  for (const lang of own === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const)) {
    if (best) break;
    for (const { field, texts } of sources)
      for (const sentence of sentencesOf(texts[lang] ?? '')) {
        const held = words.filter((word) => marked(sentence, [word]) !== undefined);
        const weight = held.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
        if (weight <= (best?.weight ?? 0)) continue;
        const spans = marked(cut(sentence, held), held);
        if (spans) best = { weight, quote: { field, lang, spans } };
      }
  }
  return best?.quote;
}
