import type { Values } from './shapes';
import { valuesOf } from './values';

/** What was typed and is not saved: it survives a reload, and stays in this browser. */
export interface Draft {
  /** What the server had when the typing began. */
  base: Values;
  values: Values;
  at: string;
}

const placeOf = (user: string, id: string) => `lianqiao.draft.listing.${user}.${id}`;

export function readDraft(user: string, id: string): Draft | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(placeOf(user, id)) ?? 'null') as Draft | null;
    if (!found) return undefined;
    // A draft of an older build may lack what is asked for today.
    const whole = (values: Values): Values => ({ ...valuesOf(), ...values });
    return { ...found, base: whole(found.base), values: whole(found.values) };
  } catch {
    return undefined;
  }
}

export function keepDraft(user: string, id: string, draft: Draft): void {
  try {
    localStorage.setItem(placeOf(user, id), JSON.stringify(draft));
  } catch {
    // A full or forbidden store loses nothing that is on the screen.
  }
}

export const dropDraft = (user: string, id: string): void => localStorage.removeItem(placeOf(user, id));
