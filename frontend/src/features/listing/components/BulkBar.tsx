import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { MoveManyListingsDocument, type ListingRowFragment, type ListingTransition } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { AlertIcon, CheckIcon } from '@/ui/icons';
import { ErrorBox } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';

import { keys } from '../queries';
import styles from './BulkBar.module.css';
import { useCells } from './useCells';

/** So many go in one call, so that something is seen to move. */
const AT_ONCE = 20;

/** A step for each listing that was chosen: how many could take it. */
function stepsOf(rows: readonly ListingRowFragment[]) {
  const steps = new Map<ListingTransition, { open: number; needsReason: boolean }>();
  for (const { availableTransitions } of rows)
    for (const { name, blockedBy, requiredInputs } of availableTransitions) {
      // A return needs notes about each, and is made one by one.
      if (name === 'RETURN') continue;
      const before = steps.get(name) ?? { open: 0, needsReason: requiredInputs.includes('reason') };
      steps.set(name, { ...before, open: before.open + (blockedBy.length === 0 ? 1 : 0) });
    }
  return [...steps].map(([name, step]) => ({ name, ...step }));
}

type Step = ReturnType<typeof stepsOf>[number];

/** What can be done to all that were chosen. It is there while something is. */
export function BulkBar({
  organizationId,
  rows,
  onClear,
}: {
  organizationId: string;
  rows: readonly ListingRowFragment[];
  onClear: () => void;
}) {
  const t = useT();
  const label = useLabel();
  const [run, setRun] = useState<{ step: Step; rows: readonly ListingRowFragment[] }>();
  return (
    <>
      {rows.length > 0 && (
        <div className={styles.bar} role="region" aria-label={t('listing.bulk')}>
          <b>{t('listing.bulk.count', { count: rows.length })}</b>
          {stepsOf(rows).map((step) => (
            <Button key={step.name} size="s" onClick={() => setRun({ step, rows })}>
              {label('ListingTransition', step.name)}
              {step.open < rows.length && t('listing.bulk.some', { open: step.open, count: rows.length })}
            </Button>
          ))}
          <Button size="s" look="quiet" onClick={onClear}>
            {t('listing.bulk.clear')}
          </Button>
        </div>
      )}
      <Dialog
        open={run !== undefined}
        onClose={() => setRun(undefined)}
        title={run ? label('ListingTransition', run.step.name) : ''}
      >
        {run && (
          <Run
            {...run}
            organizationId={organizationId}
            onDone={() => {
              setRun(undefined);
              onClear();
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function Run({
  organizationId,
  step,
  rows,
  onDone,
}: {
  organizationId: string;
  step: Step;
  rows: readonly ListingRowFragment[];
  onDone: () => void;
}) {
  const t = useT();
  const client = useQueryClient();
  const { title } = useCells();
  const send = useSend(MoveManyListingsDocument);
  const [reason, setReason] = useState('');
  const [progress, setProgress] = useState<number>();
  const [wrong, setWrong] = useState<string>();
  const [error, setError] = useState<ApiError>();
  const [results, setResults] = useState<ReadonlyMap<string, string>>(new Map());
  const done = progress === rows.length;
  const start = async () => {
    if (progress !== undefined && !error) return;
    setError(undefined);
    setWrong(undefined);
    const told = new Map(results);
    for (let from = told.size; from < rows.length; from += AT_ONCE) {
      setProgress(from);
      const ids = rows.slice(from, from + AT_ONCE).map(({ id }) => id);
      try {
        const { listingBulkTransition: answer } = await send.mutateAsync({
          input: { organizationId, transition: step.name, ids, reason: reason || undefined },
        });
        if (answer.userErrors[0]) {
          setWrong(answer.userErrors[0].message);
          setProgress(undefined);
          return;
        }
        const failures = new Map(answer.report?.failures.map(({ id, errors }) => [id, errors[0]?.message ?? '']));
        for (const id of ids) told.set(id, failures.get(id) ?? '');
        setResults(new Map(told));
      } catch (thrown) {
        setError(asApiError(thrown));
        return;
      }
    }
    setProgress(rows.length);
    await client.invalidateQueries({ queryKey: keys.all });
  };
  const failed = [...results.values()].filter(Boolean).length;
  return (
    <div className={styles.run}>
      {progress === undefined && <p>{t('listing.bulk.ask', { count: rows.length, open: step.open })}</p>}
      {step.needsReason && progress === undefined && (
        <TextArea
          label={t('listing.step.reason')}
          hint={t('listing.step.reason.hint')}
          rows={3}
          value={reason}
          error={wrong}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {wrong && !step.needsReason && <p role="alert">{wrong}</p>}
      {error && <ErrorBox error={error} onRetry={() => void start()} />}
      {progress !== undefined && (
        <>
          <progress className={styles.progress} max={rows.length} value={progress} aria-label={t('listing.bulk')} />
          <p role="status">{done && t('listing.bulk.done', { done: rows.length - failed, failed })}</p>
        </>
      )}
      <ul className={styles.list}>
        {rows.map((row) => {
          const result = results.get(row.id);
          return (
            <li key={row.id} className={result ? styles.bad : undefined}>
              {result === '' && <CheckIcon size={16} />}
              {result && <AlertIcon size={16} />}
              <span>
                {title(row)}
                {result && <small>{result}</small>}
              </span>
            </li>
          );
        })}
      </ul>
      {done ? (
        <Button look="primary" onClick={onDone}>
          {t('listing.bulk.close')}
        </Button>
      ) : (
        <Button look="primary" busy={progress !== undefined && !error} onClick={() => void start()}>
          {t('listing.bulk.go', { count: rows.length })}
        </Button>
      )}
    </div>
  );
}
