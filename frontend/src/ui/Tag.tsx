import type { ReactNode } from 'react';

import { CloseIcon } from './icons';
import styles from './Tag.module.css';

/** A word about a thing. */
export function Tag({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'bloom' | 'leaf' | 'clay' | 'sky';
  children: ReactNode;
}) {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>;
}

/** Something that was chosen, and can be taken back. */
export function Chip({
  onRemove,
  removeLabel,
  children,
}: {
  onRemove: () => void;
  removeLabel: string;
  children: ReactNode;
}) {
  return (
    <button type="button" className={styles.chip} onClick={onRemove} aria-label={removeLabel}>
      <span>{children}</span>
      <CloseIcon size={14} />
    </button>
  );
}
