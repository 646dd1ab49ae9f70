import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import type { ListingStatusFragment, ListingTransition } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { LockIcon } from '@/ui/icons';
import { ErrorBox } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { FieldLink } from '../editor/Banners';
import { nameOf } from '../editor/parts';
import { keys } from '../queries';
import { NotesForm, type NoteDraft } from './NotesForm';
import styles from './Steps.module.css';
import { useStep } from './useStep';

type Step = ListingStatusFragment['availableTransitions'][number];

/** What one wants to do next comes first, what ends it comes last. */
const ORDER: readonly ListingTransition[] = [
  'SUBMIT',
  'PUBLISH',
  'APPROVE',
  'RETURN',
  'RESUME',
  'SUSPEND',
  'TRANSFER',
  'WITHDRAW',
];
const ENDS: readonly ListingTransition[] = ['WITHDRAW', 'TRANSFER'];
/** What is never ours to do next: it takes away what is shown. */
const NEVER_NEXT: readonly ListingTransition[] = [...ENDS, 'SUSPEND'];

/** The steps that the server offers. Those that cannot be taken now are there too, with what stands in their way. */
export function Steps({
  listing,
  isDirty = false,
  onDone,
  linked = true,
}: {
  listing: ListingStatusFragment;
  isDirty?: boolean;
  onDone?: (step: ListingTransition) => void;
  /** Whether the fields that are spoken of are on this page. */
  linked?: boolean;
}) {
  const t = useT();
  const label = useLabel();
  const [open, setOpen] = useState<Step>();
  const steps = listing.availableTransitions
    .filter(({ name }) => ORDER.includes(name))
    .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  if (steps.length === 0) return null;
  const free = steps.find(({ name, blockedBy }) => blockedBy.length === 0 && !NEVER_NEXT.includes(name));
  return (
    <div className={styles.steps} role="group" aria-label={t('listing.steps')}>
      <div className={styles.buttons}>
        {steps.map((step) => (
          <Button
            key={step.name}
            look={ENDS.includes(step.name) ? 'danger' : step === free && !isDirty ? 'primary' : 'plain'}
            disabled={step.blockedBy.length > 0 || isDirty}
            aria-describedby={step.blockedBy.length > 0 ? `blocked-${step.name}` : undefined}
            onClick={() => setOpen(step)}
          >
            {label('ListingTransition', step.name)}
          </Button>
        ))}
      </div>
      {isDirty && <p className={styles.dirty}>{t('listing.steps.saveFirst')}</p>}
      {steps.map((step) => step.blockedBy.length > 0 && <Blocked key={step.name} step={step} linked={linked} />)}
      <Dialog
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open ? label('ListingTransition', open.name) : ''}
      >
        {open && (
          <Confirm
            listing={listing}
            step={open}
            onClose={() => setOpen(undefined)}
            onDone={() => {
              setOpen(undefined);
              onDone?.(open.name);
            }}
          />
        )}
      </Dialog>
    </div>
  );
}

function Blocked({ step, linked }: { step: Step; linked: boolean }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const link = (path: readonly string[] | null | undefined, text: string): ReactNode =>
    linked && path?.length ? <FieldLink name={nameOf(path)}>{text}</FieldLink> : text;
  return (
    <div id={`blocked-${step.name}`} className={styles.blocked}>
      <LockIcon size={16} />
      <div>
        <b>{t('listing.steps.blocked', { step: label('ListingTransition', step.name) })}</b>
        <ul>
          {step.blockedBy.map(({ code, message, path, ruleCitation, until }) => (
            <li key={`${code}${path?.join('.') ?? ''}`}>
              {link(path, message)}
              {until && t('listing.steps.until', { date: date(until) })}
              {ruleCitation && <cite>{ruleCitation}</cite>}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Confirm({
  listing,
  step,
  onClose,
  onDone,
}: {
  listing: ListingStatusFragment;
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
  const [notes, setNotes] = useState<NoteDraft[]>([{ field: '', text: '' }]);
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
        id: listing.id,
        expectedVersion: listing.version,
        ...(needsReason ? { reason } : {}),
        ...(needsNotes ? { notes: told } : {}),
      });
      setProblems(refused);
      if (refused.length > 0) return;
      say(t('listing.steps.done', { step: label('ListingTransition', step.name) }));
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
      <p>{t(`listing.step.${step.name}`)}</p>
      {error && <ErrorBox error={error} />}
      {rest.map(({ code, message }) => (
        <p key={code} role="alert" className={styles.refusal}>
          {message}
        </p>
      ))}
      {needsReason && (
        <TextArea
          label={t('listing.step.reason')}
          hint={t('listing.step.reason.hint')}
          rows={3}
          value={reason}
          error={at('reason')}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {needsNotes && <NotesForm notes={notes} problems={problems} onChange={setNotes} />}
      <div className={styles.foot}>
        {isStale && (
          <Button
            onClick={() => {
              onClose();
              void client.invalidateQueries({ queryKey: keys.all });
            }}
          >
            {t('listing.steps.look')}
          </Button>
        )}
        <Button type="submit" look={ENDS.includes(step.name) ? 'danger' : 'primary'} busy={busy}>
          {label('ListingTransition', step.name)}
        </Button>
      </div>
    </form>
  );
}
