import { useState, type ReactNode } from 'react';

import { freshen } from '@/lib/session';
import { DownloadIcon } from '@/ui/icons';

import styles from '../imports.module.css';

/** A file of the server. The session is renewed before: a link alone would bring a refusal as the file. */
export function DownloadLink({ path, children }: { path: string; children: ReactNode }) {
  const [busy, setBusy] = useState(false);
  return (
    <a
      className={styles.download}
      href={path}
      download
      aria-busy={busy || undefined}
      onClick={(event) => {
        event.preventDefault();
        if (busy) return;
        setBusy(true);
        void freshen()
          .then(() => location.assign(path))
          .finally(() => setBusy(false));
      }}
    >
      <DownloadIcon />
      {children}
    </a>
  );
}
