import type { ImportColumnsQuery } from '@/gql/graphql';
import { useT } from '@/i18n';

import styles from '../imports.module.css';

type Row = ImportColumnsQuery['importPreview']['rows'][number];

const SHOWN = 3;

/** The first rows as they would be imported: fields one below the other, rows side by side. */
export function FirstRows({ rows }: { rows: readonly Row[] }) {
  const t = useT();
  const shown = rows.slice(0, SHOWN);
  const fields = new Map(shown.flatMap(({ values }) => values.map(({ field }) => [field.path, field.label] as const)));
  if (fields.size === 0) return null;
  return (
    <details className={styles.first}>
      <summary>{t('imports.map.first', { count: shown.length })}</summary>
      {/* A region that scrolls can be reached with the keyboard. */}
      <div
        className={styles.scroll}
        role="region"
        aria-label={t('imports.map.first', { count: shown.length })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('imports.map.field')}</th>
              {shown.map(({ row }) => (
                <th key={row} scope="col">
                  {t('imports.row', { row })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...fields].map(([path, label]) => (
              <tr key={path}>
                <th scope="row">{label}</th>
                {shown.map(({ row, values }) => (
                  <td key={row}>{values.find(({ field }) => field.path === path)?.value ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
