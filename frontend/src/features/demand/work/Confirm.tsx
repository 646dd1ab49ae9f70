import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { DemandStatusFragment } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { PlusIcon } from '@/ui/icons';
import { ErrorBox } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { keys } from '../queries';
import { FIELDS, WRITTEN } from './fields';
import { isEnd } from './model';
import styles from './Steps.module.css';
import { useStep } from './useStep';

export type Step = DemandStatusFragment['availableTransitions'][number];

interface Note {
  /** The field that it is about; empty for the whole. */
  field: string;
  text: string;
}

/** Asks once more, with what comes of it, and for what whoever reads of it has to know. */
export function Confirm({
  demand,
  step,
  onClose,
  onDone,
}: {
  demand: DemandStatusFragment;
  step: Step;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const client = useQueryClient();
  const send = useStep(step.name);
  const [reason, setReason] = useState('');
  const [notes, setNotes] = useState<Note[]>([{ field: '', text: '' }]);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const needsReason = step.requiredInputs.includes('reason');
  const needsNotes = step.requiredInputs.includes('notes');
  const go = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const told = notes.map(({ field, text }) => ({ text, ...(field ? { path: [field] } : {}) }));
      const refused = await send({
        id: demand.id,
        expectedVersion: demand.version,
        ...(needsReason ? { reason } : {}),
        ...(needsNotes ? { notes: told } : {}),
      });
      setProblems(refused);
      if (refused.length > 0) return;
      say(t('demand.steps.done', { step: label('DemandTransition', step.name) }));
      onDone();
      await client.invalidateQueries({ queryKey: keys.all });
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const isStale = problems.some(({ code }) => code === 'STALE_VERSION');
  const at = (name: string) => problems.find(({ path }) => path?.includes(name))?.message;
  const rest = problems.filter(({ path }) => !path?.some((part) => part === 'reason' || part === 'notes'));
  return (
    <form
      className={styles.confirm}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void go();
      }}
    >
      <p>{t(`demand.step.${step.name}`)}</p>
      {error && <ErrorBox error={error} />}
      {rest.map(({ code, message }) => (
        <p key={code} role="alert" className={styles.refusal}>
          {message}
        </p>
      ))}
      {needsReason && (
        <TextArea
          label={t('demand.step.reason')}
          hint={t('demand.step.reason.hint')}
          rows={3}
          maxLength={1000}
          value={reason}
          error={at('reason')}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {needsNotes && <Notes notes={notes} problems={problems} onChange={setNotes} />}
      <div className={styles.foot}>
        {isStale && (
          <Button
            onClick={() => {
              onClose();
              void client.invalidateQueries({ queryKey: keys.all });
            }}
          >
            {t('ui.stale.load')}
          </Button>
        )}
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" look={isEnd(step.name) ? 'danger' : 'primary'} busy={busy}>
          {label('DemandTransition', step.name)}
        </Button>
      </div>
    </form>
  );
}

/** What has to be put right, field by field. */
function Notes({
  notes,
  problems,
  onChange,
}: {
  notes: readonly Note[];
  problems: readonly Problem[];
  onChange: (notes: Note[]) => void;
}) {
  const t = useT();
  const set = (place: number, note: Note) => onChange(notes.map((old, at) => (at === place ? note : old)));
  const wrong = (place: number) =>
    problems.find(({ path }) => path?.includes('notes') && (path.length === 2 || path.includes(String(place))))
      ?.message;
  return (
    <>
      {notes.map((note, place) => (
        <div key={place} className={styles.note}>
          <SelectField
            label={t('demand.notes.field')}
            value={note.field}
            onChange={(event) => set(place, { ...note, field: event.target.value })}
          >
            <option value="">{t('demand.notes.whole')}</option>
            {WRITTEN.map((step) => (
              <optgroup key={step} label={t(`demand.form.${step}`)}>
                {FIELDS[step].map((field) => (
                  <option key={field} value={field}>
                    {t(`demand.field.${field}`)}
                  </option>
                ))}
              </optgroup>
            ))}
          </SelectField>
          <TextArea
            label={t('demand.notes.text')}
            rows={3}
            maxLength={2000}
            value={note.text}
            error={wrong(place)}
            onChange={(event) => set(place, { ...note, text: event.target.value })}
          />
        </div>
      ))}
      <div>
        <Button size="s" icon={<PlusIcon size={14} />} onClick={() => onChange([...notes, { field: '', text: '' }])}>
          {t('demand.notes.add')}
        </Button>
      </div>
    </>
  );
}
