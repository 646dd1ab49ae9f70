import { createContext, useContext } from 'react';
import { useFormContext, type FieldPath } from 'react-hook-form';

import { useT, type MessageId } from '@/i18n';

import { wordOf } from './parts';
import type { Values } from './shapes';

export type Name = FieldPath<Values>;

export interface Editing {
  /** The listing; none while it is new. */
  id: string | undefined;
  organizationId: string;
  /** What the server refused, by the name of the field. */
  refusals: ReadonlyMap<string, string>;
  /** What a reviewer wrote, by the name of the field. */
  notes: ReadonlyMap<string, string>;
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
  return (name) => t(`listing.field.${wordOf(name)}` as MessageId);
}

/** Everything that a field needs: its word, what is wrong with it, what the reviewer said, and how it is read. */
export function useEntry(name: Name) {
  const { register } = useFormContext<Values>();
  const { refusals, notes, onTouch } = useEditing();
  const word = useWord();
  return {
    label: word(name),
    error: refusals.get(name),
    note: notes.get(name),
    entry: register(name, { onChange: () => onTouch(name) }),
  };
}
