import { useRef, useState } from 'react';

import { useT } from '@/i18n';

import { Button } from './Button';
import styles from './CopyField.module.css';
import { CheckIcon, CopyIcon } from './icons';

/** A text that is to be taken along exactly: read, marked as a whole, or copied with one press. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useT();
  const text = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // No clipboard here (an address without TLS): the text is marked, the keyboard does the rest.
      if (text.current) getSelection()?.selectAllChildren(text.current);
    }
  };
  return (
    <div className={styles.field} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      <div className={styles.box}>
        <code ref={text} className={styles.text}>
          {value}
        </code>
        <Button size="s" icon={copied ? <CheckIcon /> : <CopyIcon />} onClick={() => void copy()}>
          <span role="status">{t(copied ? 'ui.copied' : 'ui.copy')}</span>
        </Button>
      </div>
    </div>
  );
}
