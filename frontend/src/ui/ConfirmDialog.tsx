import { useId, useState, type ReactNode } from 'react';

import { useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { useSendForm } from '@/lib/useSendForm';

import { Button } from './Button';
import styles from './ConfirmDialog.module.css';
import { Dialog } from './Dialog';
import { TextField } from './Field';
import { ErrorBox, Notice } from './States';
import { TextArea } from './TextArea';

export interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will come of it. */
  children: ReactNode;
  /** What the button does, in its own words. */
  action: string;
  isDangerous?: boolean;
  /** Has to be typed, so that nobody does it in passing. */
  word?: string | undefined;
  /** The server wants to know why: what whoever reads it should learn from it. */
  reasonHint?: string | undefined;
  /** Does it; gives what the server has against it, or nothing. */
  onConfirm: (reason: string) => Promise<readonly Problem[]>;
  /** Asks again for what is decided about, after somebody else changed it. */
  onReload?: () => void;
}

/** Asks once more before something that others will feel. What was typed stays until it is done or given up. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  // Each time it opens it is another question, and empty.
  const [round, setRound] = useState(0);
  const [was, setWas] = useState(props.open);
  if (was !== props.open) {
    setWas(props.open);
    if (props.open) setRound(round + 1);
  }
  return <Question key={round} {...props} />;
}

function Question({
  open,
  onClose,
  title,
  children,
  action,
  isDangerous = false,
  word,
  reasonHint,
  onConfirm,
  onReload,
}: ConfirmDialogProps) {
  const t = useT();
  const id = useId();
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { reason: '', typed: '' },
    async ({ reason }) => {
      const against = await onConfirm(reason.trim());
      if (against.length === 0) onClose();
      return against;
    },
  );
  const isStale = problems.some(({ code }) => code === 'STALE_VERSION');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look={isDangerous ? 'danger' : 'primary'} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        {error && <ErrorBox error={error} />}
        {problems.length > 0 && (
          <div role="alert" className={styles.problems}>
            <Notice tone="clay">
              {isStale ? t('ui.stale') : problems.map(({ code, message }) => <p key={code}>{message}</p>)}
            </Notice>
            {isStale && onReload && <Button onClick={onReload}>{t('ui.stale.load')}</Button>}
          </div>
        )}
        <div className={styles.consequences}>{children}</div>
        {reasonHint !== undefined && (
          <TextArea
            label={t('ui.confirm.reason')}
            hint={reasonHint}
            error={errorOf('reason')}
            {...form.register('reason', { validate: (text) => text.trim() !== '' || t('ui.required') })}
          />
        )}
        {word !== undefined && (
          <TextField
            label={t('ui.confirm.type', { word })}
            autoComplete="off"
            spellCheck={false}
            error={errorOf('typed')}
            {...form.register('typed', {
              validate: (text) => text.trim() === word.trim() || t('ui.confirm.differs', { word }),
            })}
          />
        )}
      </form>
    </Dialog>
  );
}
