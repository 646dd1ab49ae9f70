import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

import { useT } from '@/i18n';

import { Button, IconButton } from './Button';
import { cx } from './cx';
import styles from './Dialog.module.css';
import { CloseIcon } from './icons';

/** Within so many milliseconds a second click belongs to the one that opened the dialog. */
const DOUBLE = 500;

/**
 * The browser's own dialog: it holds the focus, closes with Escape and gives the focus back to what opened it. A sheet
 * from below on a small screen; with `drawer`, one that comes in from where reading begins. It stands outside of what
 * opened it: a form in it is its own, and not a part of a form around it. Where somebody has written into that form,
 * Escape and a click beside it ask first; the buttons do what they say.
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
  const openedAt = useRef(0);
  const isPressed = useRef(false);
  const written = useRef<HTMLElement>(undefined);
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) {
      element?.showModal();
      openedAt.current = performance.now();
      written.current = undefined;
    }
    if (!open && element?.open) element.close();
  }, [open]);
  // Taken away while it is open, it still gives the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => element?.close();
  }, []);
  /** Whether it holds what somebody wrote: once it is sent and the form gone there is nothing to lose. */
  const holdsWords = () => written.current?.isConnected === true;
  const close = () => {
    setAsks(false);
    onClose();
  };
  return createPortal(
    // A click on the veil is a click on the dialog itself; the keyboard has Escape.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={cx(styles.dialog, drawer && styles.drawer, wide && styles.wide)}
      aria-label={title}
      onClose={close}
      // Browsers tell of Escape by `cancel` only to whom somebody has pointed at before, and a phone of its way back.
      onKeyDown={(event) => {
        const isInside = event.target instanceof Node && dialog.current?.contains(event.target);
        const isMeant = event.key === 'Escape' && isInside && !event.nativeEvent.isComposing;
        if (!isMeant || event.defaultPrevented || !holdsWords()) return;
        event.preventDefault();
        setAsks(true);
      }}
      // The list of files of a field tells too that it was closed, and that is no wish to close the dialog.
      onCancel={(event) => {
        if (event.target !== dialog.current || !holdsWords()) return;
        event.preventDefault();
        setAsks(true);
      }}
      // A press that began in a text and ended beside it marked words.
      onPointerDown={(event) => {
        isPressed.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        if (event.target !== dialog.current || !isPressed.current) return;
        if (performance.now() - openedAt.current < DOUBLE) return;
        if (holdsWords()) setAsks(true);
        else close();
      }}
      onInput={({ target }) => {
        if (target instanceof HTMLElement && target.closest('form') && dialog.current?.contains(target))
          written.current = target;
      }}
      onSubmit={(event) => event.stopPropagation()}
    >
      {open && (
        <div className={styles.inside}>
          <header className={styles.head}>
            <h2>{title}</h2>
            <IconButton label={t('ui.close')} onClick={close}>
              <CloseIcon />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {asks && (
            <div role="alert" className={styles.asks}>
              <p>{t('ui.dialog.written')}</p>
              <Button
                size="s"
                onClick={() => {
                  setAsks(false);
                  written.current?.focus();
                }}
              >
                {t('ui.dialog.keep')}
              </Button>
              <Button size="s" look="danger" onClick={close}>
                {t('ui.dialog.drop')}
              </Button>
            </div>
          )}
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </div>
      )}
    </dialog>,
    document.body,
  );
}
