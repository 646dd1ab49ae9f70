import type { ReactNode } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';

import { useT } from '@/i18n';
import { Button, IconButton } from '@/ui/Button';
import { PlusIcon, TrashIcon } from '@/ui/icons';

import { useEditing, useWord } from './context';
import styles from './Entries.module.css';
import { Note, Refusal } from './fields';
import type { Values } from './shapes';

type ListName = 'ipRights' | 'indicators' | 'owners' | 'inventors' | 'offers' | 'attachments';

/** A list that grows: each entry with its fields, and a way to take it out. */
export function Entries<Each extends ListName>({
  name,
  add,
  make,
  hint,
  children,
}: {
  name: Each;
  add?: string;
  make?: () => Values[Each][number];
  hint?: ReactNode;
  children: (place: number) => ReactNode;
}) {
  const t = useT();
  const word = useWord();
  const { control } = useFormContext<Values>();
  const { refusals, notes, onTouch } = useEditing();
  const list = useFieldArray<Values, ListName>({ control, name });
  const label = word(name);
  return (
    <fieldset className={styles.entries} data-field={name} tabIndex={-1}>
      <legend>{label}</legend>
      {hint && <p className={styles.hint}>{hint}</p>}
      <Refusal text={refusals.get(name)} />
      <Note text={notes.get(name)} />
      {list.fields.map((field, place) => (
        <div
          key={field.id}
          className={styles.entry}
          role="group"
          aria-label={t('listing.entry', { label, place: place + 1 })}
        >
          <span className={styles.place}>{place + 1}</span>
          <div className={styles.inside}>{children(place)}</div>
          <IconButton
            label={t('listing.entry.remove', { label, place: place + 1 })}
            onClick={() => {
              list.remove(place);
              onTouch(name);
            }}
          >
            <TrashIcon />
          </IconButton>
        </div>
      ))}
      {add && make && (
        <div>
          <Button
            size="s"
            icon={<PlusIcon size={14} />}
            onClick={() => {
              list.append(make());
              onTouch(name);
            }}
          >
            {add}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
