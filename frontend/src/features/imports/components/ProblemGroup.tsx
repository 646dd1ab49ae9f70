import { useT } from '@/i18n';
import { DataTable, type Column } from '@/ui/DataTable';
import { Tag } from '@/ui/Tag';

import type { Corrections } from '../corrections';
import styles from '../imports.module.css';
import type { Group, Line } from '../model';
import { MendInput } from './MendInput';

/** Rows named before it says how many more. */
const NAMED = 8;

/** Problems that are mended in the same way: what was found where, how to mend it, and a place to do so. */
export function ProblemGroup({
  group,
  corrections,
  onCorrect,
  onNext,
}: {
  group: Group;
  /** None if nothing can be mended here. */
  corrections: Corrections | undefined;
  onCorrect: (rows: readonly number[], column: string, value: string | undefined) => void;
  onNext: (from: HTMLElement) => void;
}) {
  const t = useT();
  const { repair, column, lines, rows } = group;
  const title = t('imports.group', { repair: t(`imports.repair.${repair}`), column: column ?? t('imports.wholeRow') });
  const rowsOf = ({ rows }: Line) =>
    rows.length > NAMED
      ? t('imports.rows.many', { rows: rows.slice(0, NAMED).join(', '), count: rows.length })
      : t('imports.rows', { rows: rows.join(', ') });
  const columns: Column<Line>[] = [
    { key: 'rows', title: t('imports.problem.rows'), isHead: true, cell: rowsOf },
    {
      key: 'found',
      title: t('imports.problem.found'),
      cell: ({ found }) => (found === null ? <span className={styles.quiet}>{t('imports.map.empty')}</span> : found),
    },
    { key: 'how', title: t('imports.problem.how'), cell: ({ message }) => message },
  ];
  if (corrections && column !== null)
    columns.push({
      key: 'mend',
      title: t('imports.problem.mend'),
      cell: (line) => (
        <MendInput
          label={t('imports.problem.mendOf', { column, rows: rowsOf(line) })}
          line={line}
          value={corrections[line.rows[0] ?? 0]?.[column]}
          onChange={(value) => onCorrect(line.rows, column, value)}
          onNext={onNext}
        />
      ),
    });
  return (
    <section className={styles.group} aria-label={title}>
      <h3>
        {title} <Tag>{t('imports.count', { rows })}</Tag>
      </h3>
      {corrections && column === null && <p className={styles.quiet}>{t('imports.problem.inFile')}</p>}
      <DataTable caption={title} rows={lines} columns={columns} rowKey={({ key }) => key} />
    </section>
  );
}
