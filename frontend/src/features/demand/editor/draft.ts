import { valuesOf, type Values } from './values';

/** What was typed over which content, and when. */
export interface Draft {
  base: Values;
  values: Values;
  at: string;
}

const nameOf = (user: string, place: string) => `lianqiao.draft.demand.${user}.${place}`;

export function readDraft(user: string, place: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(nameOf(user, place)) ?? '') as Partial<Draft>;
    if (!draft.base || !draft.values || !draft.at) return undefined;
    // What was put aside before a field was there lacks it.
    const empty = valuesOf();
    return { base: { ...empty, ...draft.base }, values: { ...empty, ...draft.values }, at: draft.at };
  } catch {
    return undefined;
  }
}

export function keepDraft(user: string, place: string, draft: Draft): void {
  try {
    localStorage.setItem(nameOf(user, place), JSON.stringify(draft));
  } catch {
    // No room, or none at all: what is typed stays in the form.
  }
}

export const dropDraft = (user: string, place: string): void => localStorage.removeItem(nameOf(user, place));
