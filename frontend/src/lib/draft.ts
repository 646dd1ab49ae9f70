import { useEffect, useState } from 'react';

/** How long somebody types on before what is there is kept. */
const PAUSE = 400;

const nameOf = (form: string) => `lianqiao.draft.${form}`;

/** What was typed into a form before the page was left; only what the form still asks for. */
function read<Values extends object>(form: string, empty: Values): Values {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(form)) ?? '{}') as Partial<Values>;
    const known = Object.entries(kept).filter(([name, value]) => typeof value === typeof empty[name as keyof Values]);
    return { ...empty, ...Object.fromEntries(known) };
  } catch {
    return empty;
  }
}

/** What a form begins with: what was typed into it before, else nothing. */
export function useDraft<Values extends object>(form: string, empty: Values): Values {
  return useState(() => read(form, empty))[0];
}

/** Keeps what is typed into a form in this browser until it is forgotten. */
export function useKeepDraft(form: string, values: object): void {
  const text = JSON.stringify(values);
  useEffect(() => {
    const timer = setTimeout(() => localStorage.setItem(nameOf(form), text), PAUSE);
    return () => clearTimeout(timer);
  }, [form, text]);
}

export const forgetDraft = (form: string): void => localStorage.removeItem(nameOf(form));
