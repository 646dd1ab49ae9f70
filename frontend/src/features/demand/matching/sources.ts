import type { TwoTongues } from '@/lib/text';

import type { Source } from './evidence';

/** Of one side, what may be quoted, in the order in which it is read. */
type Said<Field extends string> = Partial<Record<Field, TwoTongues | null | undefined>> | null | undefined;

const sourcesOf = <Field extends Source['field']>(said: Said<Field>, fields: readonly Field[]): Source[] =>
  fields.flatMap((field) => {
    const texts = said?.[field];
    return texts ? [{ field, texts }] : [];
  });

export const demandSources = (said: Said<'title' | 'problem' | 'currentSolution' | 'expectedTarget'>): Source[] =>
  sourcesOf(said, ['problem', 'expectedTarget', 'currentSolution', 'title']);

export const listingSources = (said: Said<'title' | 'problem' | 'benefit'>): Source[] =>
  sourcesOf(said, ['problem', 'benefit', 'title']);
