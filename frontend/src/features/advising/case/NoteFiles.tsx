import { useId, useState } from 'react';

import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { sendFile } from '@/lib/upload';
import { Button } from '@/ui/Button';

import styles from '../Advising.module.css';

/** A file that goes with a note. */
export interface NoteFile {
  id: string;
  fileName: string;
  size: number;
}

/** Files that will go with a note: each is sent at once, and belongs to nobody until the note is saved. */
export function NoteFiles({
  caseId,
  files,
  onChange,
  onSending,
}: {
  caseId: string;
  files: readonly NoteFile[];
  onChange: (files: NoteFile[]) => void;
  /** Whether a file is on its way. */
  onSending: (isSending: boolean) => void;
}) {
  const t = useT();
  const id = useId();
  const { locale } = useLocale();
  const [share, setShare] = useState<number>();
  const [trouble, setTrouble] = useState<string>();
  const take = async (chosen: File[]) => {
    setTrouble(undefined);
    onSending(true);
    let all = [...files];
    try {
      for (const file of chosen) {
        setShare(0);
        // One after the other: the server takes few at a time of one person.
        all = [...all, await sendFile(file, file.name, { caseId, locale, onProgress: setShare })];
        onChange(all);
      }
    } catch (failure) {
      setTrouble(asApiError(failure).message || t('advising.notes.files.failed'));
    } finally {
      setShare(undefined);
      onSending(false);
    }
  };
  return (
    <div>
      <label htmlFor={id}>
        <b>{t('advising.notes.files')}</b>
      </label>
      <p className={styles.quiet}>{t('advising.notes.files.hint')}</p>
      <input
        id={id}
        type="file"
        multiple
        disabled={share !== undefined}
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])];
          target.value = '';
          void take(chosen);
        }}
      />
      {share !== undefined && <progress value={share} aria-label={t('advising.notes.files.sending')} />}
      {trouble && <p role="alert">{trouble}</p>}
      <FileList
        files={files}
        after={(file) => (
          <Button
            size="s"
            look="quiet"
            onClick={() => onChange(files.filter((one) => one.id !== file.id))}
            aria-label={t('advising.notes.files.remove', { name: file.fileName })}
          >
            {t('advising.notes.files.remove.short')}
          </Button>
        )}
      />
    </div>
  );
}

/** Files with their sizes; of a note that is written, each with the way to it. */
export function FileList({
  files,
  noteId,
  after,
}: {
  files: readonly NoteFile[];
  noteId?: string;
  after?: (file: NoteFile) => React.ReactNode;
}) {
  const t = useT();
  const { number } = useFormats();
  if (files.length === 0) return null;
  return (
    <ul className={styles.list}>
      {files.map((file) => (
        <li key={file.id}>
          {noteId ? (
            <a href={`/attachments/notes/${noteId}/${file.id}`} download>
              {file.fileName}
            </a>
          ) : (
            file.fileName
          )}{' '}
          <span className={styles.quiet}>
            {t('advising.notes.files.size', { size: number(Math.max(1, Math.round(file.size / 1024))) })}
          </span>{' '}
          {after?.(file)}
        </li>
      ))}
    </ul>
  );
}
