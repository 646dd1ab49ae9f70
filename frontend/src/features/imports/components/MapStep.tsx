import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { ImportColumnInput, ImportKind } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { ErrorBox, Skeleton } from '@/ui/States';

import styles from '../imports.module.css';
import { conflictsOf, mappingOf, saidOf, settle, type Mapping } from '../mapping';
import { choicesQuery, columnsQuery, useStart } from '../queries';
import { useDraft } from '../store';
import { ColumnsTable } from './ColumnsTable';
import { ConflictChoice } from './ConflictChoice';
import { FirstRows } from './FirstRows';
import { Presets } from './Presets';
import { Refusals } from './Refusals';

const NOTHING: ImportColumnInput[] = [];

/** The second step: what each column means. */
export function MapStep({
  office,
  kind,
  upload,
  name,
}: {
  office: string;
  kind: ImportKind;
  upload: string;
  name: string;
}) {
  const t = useT();
  const { number } = useFormats();
  const { locale } = useLocale();
  const navigate = useNavigate({ from: '/work/imports/new' });
  const [said, keep] = useDraft('mapping', upload, NOTHING);
  // What cannot be sent yet, because two columns want the same field.
  const [unsettled, setUnsettled] = useState<Mapping>();
  const read = useQuery(columnsQuery(kind, upload, said, locale));
  const choices = useQuery(choicesQuery(office, kind, locale));
  const start = useStart();

  const again = () => void navigate({ search: { org: office } });
  const error = read.error ?? choices.error;
  if (error) {
    const retry = () => void Promise.all([read.refetch(), choices.refetch()]);
    return (
      <div className={styles.part}>
        <ErrorBox error={asApiError(error)} onRetry={retry} />
        <Button onClick={again}>{t('imports.upload.other')}</Button>
      </div>
    );
  }
  if (!read.data || !choices.data) return <Skeleton lines={12} />;

  const { columns, rows, totalRows, blocker } = read.data.importPreview;
  const fields = choices.data.importFields;
  const mapping = unsettled ?? mappingOf(columns, said);
  const conflicts = conflictsOf(mapping, fields);
  const ignored = [...mapping].flatMap(([column, field]) => (field === null ? [column] : []));
  const change = (next: Mapping) => {
    const isSettled = conflictsOf(next, fields).length === 0;
    setUnsettled(isSettled ? undefined : next);
    if (isSettled) keep(saidOf(columns, next));
  };
  const check = () =>
    start.mutate(
      { kind, organizationId: office, uploadId: upload, mapping: said, policy: 'REJECT_FAILED_ROWS', dryRun: true },
      {
        onSuccess: ({ importStart: { importRun } }) =>
          importRun && void navigate({ search: { org: office, check: importRun.id } }),
      },
    );
  const reason = conflicts.length > 0 ? t('imports.map.settleFirst') : blocker?.message;

  return (
    <div className={styles.part} aria-busy={read.isFetching}>
      <p className={styles.lead}>{t('imports.map.lead', { name, rows: totalRows, shown: number(totalRows) })}</p>
      <Presets
        office={office}
        kind={kind}
        presets={choices.data.importPresets.nodes}
        mapping={mapping}
        onApply={change}
      />
      <ColumnsTable columns={columns} fields={fields} mapping={mapping} conflicts={conflicts} onChange={change} />
      {conflicts.map((conflict) => (
        <ConflictChoice
          key={conflict.field.path}
          conflict={conflict}
          columns={columns}
          onChoose={(column) => change(settle(mapping, conflict, column))}
        />
      ))}
      {ignored.length > 0 && (
        <p className={styles.quiet}>
          {t('imports.map.ignored', { count: ignored.length, columns: ignored.join(t('imports.map.between')) })}
        </p>
      )}
      <FirstRows rows={rows} />
      {start.error && <ErrorBox error={asApiError(start.error)} onRetry={check} />}
      <Refusals problems={start.data?.importStart.userErrors ?? []} />
      <footer className={styles.foot}>
        <Button onClick={again}>{t('imports.upload.other')}</Button>
        <div>
          {reason && (
            <p id="map-reason" className={styles.reason}>
              {reason}
            </p>
          )}
          <Button
            look="primary"
            busy={start.isPending}
            disabled={reason !== undefined}
            aria-describedby={reason ? 'map-reason' : undefined}
            onClick={check}
          >
            {t('imports.map.check')}
          </Button>
        </div>
      </footer>
    </div>
  );
}
