import { createContext, useContext } from 'react';
import { useFormContext, type FieldPath } from 'react-hook-form';

import type { PromptFragment } from '@/gql/graphql';
import { useT } from '@/i18n';

import { fieldOf } from '../work/fields';
import type { Values } from './values';

export type Name = FieldPath<Values>;

export interface Editing {
  /** What the server refused, by the name of the field or of a part of it. */
  refusals: readonly { name: string; message: string }[];
  /** What the operator wrote, by the field. */
  notes: ReadonlyMap<string, string>;
  /** Questions that help to write, by the field. */
  prompts: ReadonlyMap<string, PromptFragment>;
  /** Whether an advisor writes for the owner. */
  isForClient: boolean;
  /** A field was changed: what was refused about it is out of date. */
  onTouch: (name: string) => void;
}

export const EditingContext = createContext<Editing | undefined>(undefined);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('a field of the editor outside of it');
  return editing;
}

/** What a field is called. */
export function useWord(): (name: string) => string {
  const t = useT();
  return (name) => {
    const field = fieldOf(name);
    return field ? t(`demand.field.${field}`) : name;
  };
}

/** Groups without a heading of their own: what is wrong with the whole stands at their first field. */
const HEADS: Partial<Record<Name, string>> = {
  'budget.mode': 'budget',
  'plannedInvestment.amount': 'plannedInvestment',
};

/** Everything that a field needs: its word, what is wrong with it or a part of it, and how it is read. */
export function useEntry(name: Name) {
  const { register } = useFormContext<Values>();
  const { refusals, onTouch } = useEditing();
  const word = useWord();
  return {
    label: word(name),
    error: refusals.find((one) => one.name === name || one.name.startsWith(`${name}.`) || one.name === HEADS[name])
      ?.message,
    entry: register(name, { onChange: () => onTouch(name) }),
  };
}
