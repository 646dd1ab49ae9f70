import { useT } from '@/i18n';

import styles from './BulkBar.module.css';
import type { Column } from './DataTable';

/** What was chosen of a table, and how that changes. */
export interface Choosing {
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** The column with a box on every row, and one in the head for all of them. */
export function useChoosing<Row extends { id: string }>(
  rows: readonly Row[],
  { chosen, onChoose }: Choosing,
  titleOf: (row: Row) => string,
): Column<Row> {
  const t = useT();
  const isAll = rows.every(({ id }) => chosen.has(id));
  return {
    key: 'choose',
    title: '',
    head: (
      <input
        type="checkbox"
        className={styles.box}
        aria-label={t('ui.choose.all')}
        checked={isAll}
        onChange={() => onChoose(isAll ? new Set() : new Set(rows.map(({ id }) => id)))}
      />
    ),
    cell: (row) => (
      <input
        type="checkbox"
        className={styles.box}
        aria-label={t('ui.choose', { title: titleOf(row) })}
        checked={chosen.has(row.id)}
        onChange={(event) => {
          const next = new Set(chosen);
          if (event.target.checked) next.add(row.id);
          else next.delete(row.id);
          onChoose(next);
        }}
      />
    ),
  };
}
