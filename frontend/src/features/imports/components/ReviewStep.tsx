import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { readFragment } from '@/gql';
import { ImportSummaryFragmentDoc, type ImportErrorPolicy } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Field';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import styles from '../imports.module.css';
import { runQuery, useStart } from '../queries';
import { Refusals } from './Refusals';
import { Tally } from './Tally';

const POLICIES: readonly ImportErrorPolicy[] = ['REJECT_FAILED_ROWS', 'REJECT_ALL'];

/** The fourth step: what would be different afterwards, and the word to go. */
export function ReviewStep({ id }: { id: string }) {
  const t = useT();
  const { number, dateTime } = useFormats();
  const { locale } = useLocale();
  const navigate = useNavigate({ from: '/work/imports/new' });
  const query = useQuery(runQuery(id, locale));
  const start = useStart();
  const [policy, setPolicy] = useState<ImportErrorPolicy>('REJECT_FAILED_ROWS');
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const whole = query.data.importRun;
  if (!whole) return <NotFound />;
  const run = readFragment(ImportSummaryFragmentDoc, whole);
  const written = run.createdRows + run.updatedRows;
  const isNothing = policy === 'REJECT_ALL' && run.rejectedRows > 0;
  const go = () =>
    start.mutate(
      {
        kind: run.kind,
        organizationId: run.organizationId,
        uploadId: run.uploadId,
        mapping: whole.mapping.map(({ column, field }) => ({ column, field: field ?? null })),
        policy,
      },
      {
        onSuccess: ({ importStart: { importRun } }) =>
          importRun && void navigate({ to: '/work/imports/$id', params: { id: importRun.id } }),
      },
    );
  return (
    <div className={styles.part}>
      <p className={styles.lead}>
        {t('imports.review.lead', { name: run.fileName, at: run.finishedAt ? dateTime(run.finishedAt) : '–' })}
      </p>
      <Tally
        figures={[
          { label: t('imports.figure.created'), count: run.createdRows, tone: 'leaf' },
          { label: t('imports.figure.updated'), count: run.updatedRows, tone: 'leaf' },
          { label: t('imports.figure.unchanged'), count: run.unchangedRows },
          { label: t('imports.figure.rejected'), count: run.rejectedRows, tone: 'clay' },
        ]}
      />
      <ul className={styles.meaning}>
        <li>{t('imports.review.created', { kind: run.kind })}</li>
        <li>{t('imports.review.updated', { kind: run.kind })}</li>
      </ul>
      <fieldset className={styles.policy}>
        <legend>{t('imports.policy')}</legend>
        {POLICIES.map((one) => (
          <Checkbox key={one} type="radio" name="policy" checked={policy === one} onChange={() => setPolicy(one)}>
            <b>{t(`imports.policy.${one}`)}</b>
            <span className={styles.quiet}> {t(`imports.policyText.${one}`)}</span>
          </Checkbox>
        ))}
      </fieldset>
      {isNothing && <Notice tone="clay">{t('imports.review.nothing', { rows: run.rejectedRows })}</Notice>}
      {written === 0 && <Notice>{t('imports.review.noChange')}</Notice>}
      {start.error && <ErrorBox error={asApiError(start.error)} onRetry={go} />}
      <Refusals problems={start.data?.importStart.userErrors ?? []} />
      <footer className={styles.foot}>
        <Button onClick={() => void navigate({ search: (before) => ({ ...before, seen: undefined }) })}>
          {t('imports.review.back')}
        </Button>
        <Button look="primary" busy={start.isPending || start.isSuccess} disabled={isNothing} onClick={go}>
          {t('imports.review.go', { kind: run.kind, rows: written, shown: number(written) })}
        </Button>
      </footer>
    </div>
  );
}
