import { useState, type ReactNode } from 'react';

import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { SearchIcon } from '@/ui/icons';

import styles from '../Operation.module.css';

/** What to look for, asked when it is sent: lists of the backstage are not searched while typing. */
export function FindForm({
  label,
  hint,
  value,
  onFind,
  children,
}: {
  label: string;
  hint?: string;
  value: string | undefined;
  onFind: (text: string) => void;
  children?: ReactNode;
}) {
  const t = useT();
  const [text, setText] = useState(value ?? '');
  const [was, setWas] = useState(value);
  if (was !== value) {
    setWas(value);
    setText(value ?? '');
  }
  return (
    <form
      role="search"
      className={styles.filters}
      onSubmit={(event) => {
        event.preventDefault();
        onFind(text.trim());
      }}
    >
      <TextField
        label={label}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        {...(hint ? { hint } : {})}
      />
      {children}
      <Button type="submit" icon={<SearchIcon />}>
        {t('operation.find')}
      </Button>
    </form>
  );
}
