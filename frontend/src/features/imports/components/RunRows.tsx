import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import type { ImportKind } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { DataTable, type Column } from '@/ui/DataTable';
import { SelectField } from '@/ui/Field';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from '../imports.module.css';
import type { Outcome } from '../model';
import { rowsQuery } from '../queries';

const OUTCOMES = ['CREATED', 'UPDATED', 'UNCHANGED', 'REJECTED', 'SKIPPED'] as const;
const TONES: Record<string, 'leaf' | 'clay' | 'plain'> = { CREATED: 'leaf', UPDATED: 'leaf', REJECTED: 'clay' };
const PAGE = 25;

/** Every row with what became of it, and the way to its listing or demand. */
export function RunRows({ id, kind, path }: { id: string; kind: ImportKind; path: string }) {
  const t = useT();
  const { locale } = useLocale();
  const [only, setOnly] = useState('');
  const [most, setMost] = useState(PAGE);
  const query = useQuery(rowsQuery(id, path, locale));
  const columns: Column<Outcome>[] = [
    { key: 'row', title: t('imports.problem.rows'), isHead: true, cell: ({ row }) => t('imports.row', { row }) },
    {
      key: 'reference',
      title: t('imports.result.reference'),
      cell: ({ reference, target }) =>
        target ? (
          <Link to={kind === 'DEMAND' ? '/work/demands/$id' : '/a/$id'} params={{ id: target }}>
            {reference || t('imports.result.open')}
          </Link>
        ) : (
          reference || '–'
        ),
    },
    {
      key: 'outcome',
      title: t('imports.result.outcome'),
      cell: ({ outcome }) => {
        const known = OUTCOMES.find((one) => one === outcome);
        return <Tag tone={TONES[outcome] ?? 'plain'}>{known ? t(`imports.outcome.${known}`) : outcome}</Tag>;
      },
    },
    {
      key: 'notes',
      title: t('imports.result.notes'),
      cell: ({ notes }) => <span className={styles.notes}>{notes || '–'}</span>,
    },
  ];
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const count = (outcome: string) => query.data.filter((row) => row.outcome === outcome).length;
  const rows = query.data.filter(({ outcome }) => !only || outcome === only);
  return (
    <section className={styles.part} aria-labelledby="rows">
      <div className={styles.bar}>
        <h2 id="rows">{t('imports.result.rows')}</h2>
        <SelectField
          label={t('imports.result.only')}
          hideLabel
          value={only}
          onChange={(event) => {
            setOnly(event.target.value);
            setMost(PAGE);
          }}
        >
          <option value="">{t('imports.result.all', { rows: query.data.length })}</option>
          {OUTCOMES.filter((outcome) => count(outcome) > 0).map((outcome) => (
            <option key={outcome} value={outcome}>
              {t('imports.result.some', { outcome: t(`imports.outcome.${outcome}`), rows: count(outcome) })}
            </option>
          ))}
        </SelectField>
      </div>
      <DataTable
        caption={t('imports.result.rows')}
        rows={rows.slice(0, most)}
        columns={columns}
        rowKey={({ row }) => String(row)}
      />
      {rows.length > most && (
        <Button className={styles.more} onClick={() => setMost(most + 4 * PAGE)}>
          {t('imports.result.more', { rows: rows.length - most })}
        </Button>
      )}
    </section>
  );
}
