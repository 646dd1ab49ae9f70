import { useId, useRef, useState, type DragEvent, type ReactNode } from 'react';

import { Button } from './Button';
import { cx } from './cx';
import styles from './FileDrop.module.css';
import { AlertIcon, FileIcon } from './icons';

/** A place for one file: it is dropped here, or chosen with the button. */
export function FileDrop({
  label,
  button,
  hint,
  accept,
  error,
  busy = false,
  onFile,
}: {
  label: string;
  button: string;
  hint: ReactNode;
  accept: string;
  error?: string | undefined;
  busy?: boolean;
  onFile: (file: File) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !busy) onFile(file);
    // The same file may be chosen again, after it was mended.
    if (input.current) input.current.value = '';
  };
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    // Dropping is a second way; the button is the first one, and works with every keyboard.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={cx(styles.drop, over && styles.over, error !== undefined && styles.wrong)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
    >
      <FileIcon size={34} />
      <p className={styles.label}>{label}</p>
      <Button look="primary" busy={busy} aria-describedby={`${id}-hint`} onClick={() => input.current?.click()}>
        {button}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={button}
        onChange={(event) => take(event.target.files)}
      />
      {error && (
        <p className={styles.error} role="alert">
          <AlertIcon size={18} />
          <span>{error}</span>
        </p>
      )}
      <div id={`${id}-hint`} className={styles.hint}>
        {hint}
      </div>
    </div>
  );
}
