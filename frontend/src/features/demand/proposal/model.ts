import type { PassReason } from '@/gql/graphql';
import { all } from '@/lib/vocabulary';

/** What an enterprise may answer; that its demand has ended is said by the end itself. */
export const PASS_REASONS = all<Exclude<PassReason, 'DEMAND_ENDED'>>({
  TOO_EARLY: true,
  TOO_DEAR: true,
  WRONG_FIELD: true,
  ALREADY_SOLVED: true,
  UNCLEAR_BENEFIT: true,
  TERMS: true,
  OTHER: true,
});

/** What a proposal is given points for. */
export const CRITERIA = ['fit', 'readiness', 'effort'] as const;

/** The texts of a proposal, in the order of the form. */
export const TEXTS = ['title', 'approach', 'rationale', 'validation', 'plan'] as const;
export type TextName = (typeof TEXTS)[number];

/** How long each text may be, as the rule says; what it does not say has no limit here. */
export function limitsOf(value: unknown): Partial<Record<TextName, number>> {
  const table = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    TEXTS.flatMap((name) => {
      const most = table[name];
      return typeof most === 'number' ? [[name, most]] : [];
    }),
  );
}

const letters = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : undefined;

/** How many characters a text has for whoever reads it. */
export const lengthOf = (text: string): number => (letters ? [...letters.segment(text)] : [...text]).length;
