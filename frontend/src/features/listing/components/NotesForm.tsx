import { useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { PlusIcon } from '@/ui/icons';
import { TextArea } from '@/ui/TextArea';

import { useWord } from '../editor/context';
import { PART_KEYS, PARTS } from '../editor/parts';
import styles from './Steps.module.css';

export interface NoteDraft {
  /** The field that it is about; empty for the whole. */
  field: string;
  text: string;
}

/** What has to be put right, field by field. */
export function NotesForm({
  notes,
  problems,
  onChange,
}: {
  notes: readonly NoteDraft[];
  problems: readonly Problem[];
  onChange: (notes: NoteDraft[]) => void;
}) {
  const t = useT();
  const word = useWord();
  const set = (place: number, note: NoteDraft) => onChange(notes.map((old, at) => (at === place ? note : old)));
  const wrong = (place: number) =>
    problems.find(({ path }) => path?.includes('notes') && (path.length === 2 || path.includes(String(place))))
      ?.message;
  return (
    <>
      {notes.map((note, place) => (
        <div key={place} className={styles.note}>
          <SelectField
            label={t('listing.notes.field')}
            value={note.field}
            onChange={(event) => set(place, { ...note, field: event.target.value })}
          >
            <option value="">{t('listing.notes.whole')}</option>
            {PART_KEYS.map((part) => (
              <optgroup key={part} label={t(`listing.part.${part}`)}>
                {PARTS[part].map((field) => (
                  <option key={field} value={field}>
                    {word(field)}
                  </option>
                ))}
              </optgroup>
            ))}
          </SelectField>
          <TextArea
            label={t('listing.notes.text')}
            rows={3}
            value={note.text}
            error={wrong(place)}
            onChange={(event) => set(place, { ...note, text: event.target.value })}
          />
        </div>
      ))}
      <div>
        <Button size="s" icon={<PlusIcon size={14} />} onClick={() => onChange([...notes, { field: '', text: '' }])}>
          {t('listing.notes.add')}
        </Button>
      </div>
    </>
  );
}
