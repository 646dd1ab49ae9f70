import { useState } from 'react';

import { useSend } from '@/features/account';
import {
  AddNoteDocument,
  type CaseNoteFragment,
  type ServiceLogKind,
  type ServiceLogPlace,
  type ServiceLogVisibility,
} from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { newKey } from '@/lib/key';
import { useSendForm } from '@/lib/useSendForm';
import { SelectField, TextField } from '@/ui/Field';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import styles from '../Advising.module.css';
import { FormDialog } from '../FormDialog';
import { useRefresh } from '../useRefresh';
import { NOTE_KINDS, PLACES, READERS } from '../vocabulary';
import { hereOf, instantOf, namesIn } from './model';
import { NoteFiles, type NoteFile } from './NoteFiles';

/** Writes down what was done; of a correction, what it was really. */
export function NoteDialog({
  caseId,
  corrects,
  onClose,
}: {
  caseId: string;
  corrects: CaseNoteFragment | undefined;
  onClose: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const send = useSend(AddNoteDocument);
  const [key] = useState(newKey);
  // A correction says anew what goes with it: what went with the note before is offered, and may be taken off.
  const [files, setFiles] = useState<NoteFile[]>(() => [...(corrects?.attachments ?? [])]);
  // A note that is saved while a file is on its way would go without it.
  const [isSending, setSending] = useState(false);
  const [occurredAt] = useState(() => hereOf(corrects ? new Date(corrects.occurredAt) : new Date()));
  const sent = useSendForm(
    {
      // Nothing that was not chosen is said to the client: what was done, where and how long is chosen by hand.
      kind: corrects?.kind ?? ('' as ServiceLogKind | ''),
      occurredAt,
      minutes: corrects ? String(corrects.minutes) : '',
      place: corrects?.place ?? ('' as ServiceLogPlace | ''),
      participants: corrects?.participants.join('; ') ?? '',
      summary: corrects?.summary ?? '',
      nextStep: corrects?.nextStep ?? '',
      nextDue: corrects?.nextDue ?? '',
      visibility: corrects?.visibility ?? ('CLIENT' as ServiceLogVisibility),
    },
    async (values) => {
      if (!values.kind || !values.place) return [];
      const { serviceLogAdd: answer } = await send.mutateAsync({
        input: {
          caseId,
          kind: values.kind,
          occurredAt: instantOf(values.occurredAt),
          minutes: Number(values.minutes),
          place: values.place,
          participants: namesIn(values.participants),
          summary: values.summary.trim() || null,
          nextStep: values.nextStep.trim() || null,
          nextDue: values.nextDue || null,
          visibility: values.visibility,
          attachmentIds: files.map(({ id }) => id),
          supersedesId: corrects?.id ?? null,
          idempotencyKey: key,
        },
      });
      if (answer.userErrors.length === 0) {
        say(t('advising.notes.added'));
        onClose();
        void refresh();
      }
      return answer.userErrors;
    },
  );
  const { form, errorOf } = sent;
  return (
    <FormDialog
      title={t(corrects ? 'advising.notes.correct' : 'advising.notes.add')}
      action={t('advising.notes.save')}
      sent={{ ...sent, busy: sent.busy || isSending }}
      onClose={onClose}
    >
      {corrects && <p>{t('advising.notes.correct.lead')}</p>}
      <div className={styles.pair}>
        <SelectField
          label={t('advising.notes.kind')}
          error={errorOf('kind')}
          {...form.register('kind', { required: t('ui.required') })}
        >
          <option value="">{t('advising.notes.choose')}</option>
          {NOTE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {label('ServiceLogKind', kind)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('advising.notes.place')}
          error={errorOf('place')}
          {...form.register('place', { required: t('ui.required') })}
        >
          <option value="">{t('advising.notes.choose')}</option>
          {PLACES.map((place) => (
            <option key={place} value={place}>
              {label('ServiceLogPlace', place)}
            </option>
          ))}
        </SelectField>
        <TextField
          type="datetime-local"
          className={styles.across}
          label={t('advising.notes.when')}
          error={errorOf('occurredAt')}
          {...form.register('occurredAt', { required: t('ui.required') })}
        />
        <TextField
          inputMode="numeric"
          label={t('advising.notes.duration')}
          error={errorOf('minutes')}
          {...form.register('minutes', {
            required: t('ui.required'),
            pattern: { value: /^\d{1,4}$/, message: t('advising.wrong.number') },
          })}
        />
      </div>
      <TextArea
        label={t('advising.notes.summary')}
        hint={t('advising.notes.summary.hint')}
        rows={4}
        maxLength={4000}
        error={errorOf('summary')}
        {...form.register('summary', {
          validate: (text, { visibility }) => visibility !== 'CLIENT' || text.trim() !== '' || t('ui.required'),
        })}
      />
      <TextField
        label={t('advising.notes.participants')}
        hint={t('advising.notes.participants.hint')}
        error={errorOf('participants')}
        {...form.register('participants')}
      />
      <NoteFiles caseId={caseId} files={files} onChange={setFiles} onSending={setSending} />
      <div className={styles.pair}>
        <TextField
          label={t('advising.notes.nextStep')}
          maxLength={200}
          error={errorOf('nextStep')}
          {...form.register('nextStep')}
        />
        <TextField
          type="date"
          label={t('advising.notes.nextDue')}
          error={errorOf('nextDue')}
          {...form.register('nextDue')}
        />
      </div>
      <SelectField
        label={t('advising.notes.visibility')}
        error={errorOf('visibility')}
        {...form.register('visibility', { deps: ['summary'] })}
      >
        {READERS.map((one) => (
          <option key={one} value={one}>
            {label('ServiceLogVisibility', one)}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  );
}
