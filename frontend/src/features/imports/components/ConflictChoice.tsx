import { useId } from 'react';

import { useT } from '@/i18n';
import { Button } from '@/ui/Button';

import styles from '../imports.module.css';
import type { Conflict, PreviewColumn } from '../mapping';

/** Two columns want to feed one field: a person says which. */
export function ConflictChoice({
  conflict: { field, columns: names },
  columns,
  onChoose,
}: {
  conflict: Conflict;
  columns: readonly PreviewColumn[];
  onChoose: (column: string) => void;
}) {
  const t = useT();
  const id = useId();
  return (
    <section className={styles.conflict} role="alert" aria-labelledby={id}>
      <h3 id={id}>{t('imports.conflict', { field: field.label, count: names.length })}</h3>
      <p>{t('imports.conflict.text')}</p>
      <ul>
        {columns
          .filter(({ column }) => names.includes(column))
          .map(({ column, values }) => (
            <li key={column}>
              <Button size="s" onClick={() => onChoose(column)}>
                {t('imports.conflict.use', { column })}
              </Button>
              <span className={styles.quiet}>{values[0]}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
