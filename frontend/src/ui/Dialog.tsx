import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { useT } from '@/i18n';

import { IconButton } from './Button';
import { cx } from './cx';
import styles from './Dialog.module.css';
import { CloseIcon } from './icons';

/**
 * The browser's own dialog: it holds the focus, closes with Escape and gives the focus back to what opened it. A sheet
 * from below on a small screen; with `drawer`, one that comes in from where reading begins. It stands outside of what
 * opened it: a form in it is its own, and not a part of a form around it.
 */
export function Dialog({
  open,
  onClose,
  title,
  footer,
  drawer = false,
  wide = false,
  children,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  footer?: ReactNode;
  drawer?: boolean;
  /** For what needs a table. */
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) element?.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  // Taken away while it is open, it still gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => element?.close();
  }, []);
  return createPortal(
    // A click on the veil is a click on the dialog itself; the keyboard has Escape.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={cx(styles.dialog, drawer && styles.drawer, wide && styles.wide)}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      onSubmit={(event) => event.stopPropagation()}
    >
      {open && (
        <div className={styles.inside}>
          <header className={styles.head}>
            <h2>{title}</h2>
            <IconButton label={t('ui.close')} onClick={onClose}>
              <CloseIcon />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </div>
      )}
    </dialog>,
    document.body,
  );
}
