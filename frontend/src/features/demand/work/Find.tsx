import { useState } from 'react';

import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { SearchIcon } from '@/ui/icons';

import styles from './Work.module.css';

/** Words to look for in titles and references, asked when they are sent. */
export function Find({ value, onFind }: { value: string | undefined; onFind: (text: string) => void }) {
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
      aria-label={t('demand.find')}
      className={styles.find}
      onSubmit={(event) => {
        event.preventDefault();
        onFind(text.trim());
      }}
    >
      <TextField
        label={t('demand.find')}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" icon={<SearchIcon />}>
        {t('demand.list.find.go')}
      </Button>
    </form>
  );
}
