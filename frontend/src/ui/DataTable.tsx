import type { ReactNode } from 'react';

import { cx } from './cx';
import styles from './DataTable.module.css';
import { SortIcon } from './icons';

export interface Column<Row> {
  key: string;
  title: string;
  /** What stands in the head instead of the title: a box that chooses all rows, say. */
  head?: ReactNode;
  /** The order of the rows by this column, and what a click on its title does. */
  sorted?: 'ascending' | 'descending' | undefined;
  onSort?: (() => void) | undefined;
  cell: (row: Row) => ReactNode;
  /** Whether it names the row. */
  isHead?: boolean;
  /** Numbers stand at the end, under each other. */
  isNumber?: boolean;
}

/** As long as a day as people write it: what is no longer is not broken. */
const SHORT = 13;

/** Rows of the same kind. On a small screen each becomes a card with its columns named. */
export function DataTable<Row>({
  caption,
  rows,
  columns,
  rowKey,
}: {
  caption: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
}) {
  return (
    <div className={styles.wrap}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sorted}
                className={column.isNumber ? styles.number : undefined}
              >
                {column.onSort ? (
                  <button type="button" className={styles.sort} onClick={column.onSort}>
                    {column.title}
                    <SortIcon size={13} />
                  </button>
                ) : (
                  (column.head ?? column.title)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => {
                const Cell = column.isHead ? 'th' : 'td';
                const content = column.cell(row);
                const isShort = typeof content === 'string' && content.length <= SHORT;
                return (
                  <Cell
                    key={column.key}
                    {...(column.isHead ? { scope: 'row' } : {})}
                    data-title={column.title}
                    className={cx(column.isNumber && styles.number, isShort && styles.short)}
                  >
                    {content}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
