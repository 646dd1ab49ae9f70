import { useState } from 'react';

import { useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';

import { stepsOf, type BulkStep } from './bulk';
import styles from './BulkBar.module.css';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { AlertIcon, CheckIcon } from './icons';
import { ErrorBox } from './States';
import { TextArea } from './TextArea';

/** So many go in one call, so that something is seen to move. */
const AT_ONCE = 20;

/** Something that was chosen, with what may be done with it. */
interface Chosen<Name extends string> {
  id: string;
  availableTransitions: readonly {
    name: Name;
    requiredInputs: readonly string[];
    blockedBy: readonly unknown[];
    /** What does not stand in the way, and is to be looked at nevertheless. */
    warnings?: readonly { message: string }[];
  }[];
}

/** What the server said: why it took none, or what stood in the way of some. */
export interface BulkAnswer {
  refusal: string | undefined;
  failures: readonly { id: string; errors: readonly { message: string }[] }[];
}

interface Doing<Name extends string, Row> {
  labelOf: (step: Name) => string;
  titleOf: (row: Row) => string;
  /** Takes the step for some. */
  send: (step: Name, rows: readonly Row[], reason: string | undefined) => Promise<BulkAnswer>;
  /** After some were asked, whether or not an answer came: what the server did is to be seen. */
  onMoved: () => Promise<unknown>;
}

/** What can be done to all that were chosen. It is there while something is. */
export function BulkBar<Name extends string, Row extends Chosen<Name>>({
  rows,
  onClear,
  ...doing
}: Doing<Name, Row> & { rows: readonly Row[]; onClear: () => void }) {
  const t = useT();
  const [run, setRun] = useState<{ step: BulkStep<Name>; rows: readonly Row[]; isOver: boolean }>();
  const close = () => {
    setRun(undefined);
    if (run?.isOver) onClear();
  };
  return (
    <>
      {rows.length > 0 && (
        <div className={styles.bar} role="region" aria-label={t('ui.bulk')}>
          <b>{t('ui.bulk.count', { count: rows.length })}</b>
          {stepsOf<Name>(rows).map((step) => (
            <Button key={step.name} size="s" onClick={() => setRun({ step, rows, isOver: false })}>
              {doing.labelOf(step.name)}
              {step.open < rows.length && t('ui.bulk.some', { open: step.open, count: rows.length })}
            </Button>
          ))}
          <Button size="s" look="quiet" onClick={onClear}>
            {t('ui.bulk.clear')}
          </Button>
        </div>
      )}
      <Dialog open={run !== undefined} onClose={close} title={run ? doing.labelOf(run.step.name) : ''}>
        {run && (
          <Run
            step={run.step}
            rows={run.rows}
            {...doing}
            onOver={() => setRun((now) => now && { ...now, isOver: true })}
            onDone={close}
          />
        )}
      </Dialog>
    </>
  );
}

function Run<Name extends string, Row extends Chosen<Name>>({
  step,
  rows,
  titleOf,
  send,
  onMoved,
  onOver,
  onDone,
}: Doing<Name, Row> & {
  step: BulkStep<Name>;
  rows: readonly Row[];
  /** All were asked: what was chosen has had its turn. */
  onOver: () => void;
  onDone: () => void;
}) {
  const t = useT();
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
    try {
      for (let from = told.size; from < rows.length; from += AT_ONCE) {
        setProgress(from);
        const few = rows.slice(from, from + AT_ONCE);
        const { refusal, failures } = await send(step.name, few, reason || undefined);
        if (refusal) {
          setWrong(refusal);
          setProgress(undefined);
          return;
        }
        const why = new Map(failures.map(({ id, errors }) => [id, errors[0]?.message ?? '']));
        for (const { id } of few) told.set(id, why.get(id) ?? '');
        setResults(new Map(told));
      }
      setProgress(rows.length);
      onOver();
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      // An answer may be lost after the server has done it.
      await onMoved();
    }
  };
  const failed = [...results.values()].filter(Boolean).length;
  return (
    <div className={styles.run}>
      {progress === undefined && <p>{t('ui.bulk.ask', { count: rows.length, open: step.open })}</p>}
      {step.needsReason && progress === undefined && (
        <TextArea
          label={t('ui.confirm.reason')}
          hint={t('ui.bulk.reason')}
          rows={3}
          maxLength={1000}
          value={reason}
          error={wrong}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {wrong && !step.needsReason && <p role="alert">{wrong}</p>}
      {error && <ErrorBox error={error} onRetry={() => void start()} />}
      {progress !== undefined && (
        <>
          <progress className={styles.progress} max={rows.length} value={progress} aria-label={t('ui.bulk')} />
          <p role="status">{done && t('ui.bulk.done', { done: rows.length - failed, failed })}</p>
        </>
      )}
      <ul className={styles.list}>
        {rows.map((row) => {
          const result = results.get(row.id);
          const warnings = row.availableTransitions.find(({ name }) => name === step.name)?.warnings ?? [];
          return (
            <li key={row.id} className={result ? styles.bad : undefined}>
              {result === '' && <CheckIcon size={16} />}
              {result && <AlertIcon size={16} />}
              <span>
                {titleOf(row)}
                {result && <small>{result}</small>}
                {result === undefined &&
                  warnings.map(({ message }) => (
                    <small key={message} className={styles.look}>
                      {message}
                    </small>
                  ))}
              </span>
            </li>
          );
        })}
      </ul>
      {done ? (
        <Button look="primary" onClick={onDone}>
          {t('ui.bulk.close')}
        </Button>
      ) : (
        <Button look="primary" busy={progress !== undefined && !error} onClick={() => void start()}>
          {t('ui.bulk.go', { count: rows.length })}
        </Button>
      )}
    </div>
  );
}
