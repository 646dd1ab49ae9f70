import { useId, type ReactNode, type SyntheticEvent } from 'react';

import { useT } from '@/i18n';
import type { ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ErrorBox, Notice } from '@/ui/States';

import styles from './Advising.module.css';

/** A form in a dialog: what the server has against the whole above it, what it has against a field at the field. */
export function FormDialog({
  title,
  action,
  sent,
  onClose,
  onReload,
  isDangerous = false,
  wide = false,
  children,
}: {
  title: string;
  action: string;
  sent: {
    submit: (event: SyntheticEvent) => Promise<void>;
    busy: boolean;
    problems: readonly Problem[];
    error: ApiError | undefined;
  };
  onClose: () => void;
  onReload?: () => void;
  isDangerous?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  const id = useId();
  const isStale = sent.problems.some(({ code }) => code === 'STALE_VERSION');
  return (
    <Dialog
      open
      wide={wide}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={id} look={isDangerous ? 'danger' : 'primary'} busy={sent.busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} noValidate onSubmit={(event) => void sent.submit(event)}>
        {sent.error && <ErrorBox error={sent.error} />}
        {sent.problems.length > 0 && (
          <div role="alert">
            <Notice tone="clay">
              {isStale ? <p>{t('ui.stale')}</p> : sent.problems.map(({ code, message }) => <p key={code}>{message}</p>)}
              {isStale && onReload && (
                <Button size="s" onClick={onReload}>
                  {t('ui.stale.load')}
                </Button>
              )}
            </Notice>
          </div>
        )}
        {children}
      </form>
    </Dialog>
  );
}
