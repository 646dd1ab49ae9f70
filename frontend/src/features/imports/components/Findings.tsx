import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';

import type { ImportRunQuery, ImportSeverity, ImportSummaryFragment } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { DownloadLink } from './DownloadLink';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import { correct, countCorrected, type Corrections } from '../corrections';
import styles from '../imports.module.css';
import { groupProblems, isTable } from '../model';
import { problemsQuery } from '../queries';
import { useDraft } from '../store';
import { useRecheck } from '../useRecheck';
import { ProblemGroup } from './ProblemGroup';
import { Refusals } from './Refusals';
import { Tally } from './Tally';

const NONE: Corrections = {};
const SEVERITIES: readonly ImportSeverity[] = ['ERROR', 'WARNING'];

/** What a check found: how many rows go, what is wrong with the others, and mending it here. */
export function Findings({
  whole,
  run,
  back,
  other,
}: {
  whole: NonNullable<ImportRunQuery['importRun']>;
  run: ImportSummaryFragment;
  back: ReactNode;
  other: ReactNode;
}) {
  const t = useT();
  const { number } = useFormats();
  const { locale } = useLocale();
  const navigate = useNavigate({ from: '/work/imports/new' });
  const found = useQuery(problemsQuery(whole, locale));
  const [corrections, keep] = useDraft('corrections', run.id, NONE);
  const [shown, setShown] = useState<ImportSeverity>(run.rejectedRows > 0 ? 'ERROR' : 'WARNING');
  const list = useRef<HTMLDivElement>(null);
  const recheck = useRecheck(whole, run);
  const problems = found.data?.problems ?? [];
  const mended = countCorrected(corrections);
  const canMend = (found.data?.isComplete ?? false) && isTable(run.fileName);
  const rowsOf = { ERROR: run.rejectedRows, WARNING: run.warningRows };
  const good = run.totalRows - run.rejectedRows;

  /** Enter leads to the next thing to mend, and from the last one to where the check starts anew. */
  const next = (from: HTMLElement) => {
    const inputs = [...(list.current?.querySelectorAll<HTMLElement>('[data-mend]') ?? [])];
    const after = inputs[inputs.indexOf(from) + 1] ?? list.current?.querySelector<HTMLElement>('[data-again]');
    after?.focus();
  };

  return (
    <div className={styles.part} ref={list}>
      <p className={styles.lead}>
        {t('imports.check.lead', { name: run.fileName, rows: run.totalRows, shown: number(run.totalRows) })}
      </p>
      <Tally
        figures={[
          { label: t('imports.check.good'), count: good, tone: 'leaf' },
          { label: t('imports.check.warned'), count: run.warningRows, tone: 'stem' },
          { label: t('imports.check.bad'), count: run.rejectedRows, tone: 'clay' },
        ]}
      />
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <ErrorBox error={asApiError(found.error)} onRetry={() => void found.refetch()} />}
      {found.data && problems.length === 0 && <Notice tone="leaf">{t('imports.check.clean')}</Notice>}
      {problems.length > 0 && (
        <>
          <div className={styles.switch} role="group" aria-label={t('imports.check.filter')}>
            {SEVERITIES.map((severity) => (
              <button
                key={severity}
                type="button"
                className={cx(shown === severity && styles.pressed)}
                aria-pressed={shown === severity}
                onClick={() => setShown(severity)}
              >
                {t(`imports.check.only.${severity}`, { rows: rowsOf[severity] })}
              </button>
            ))}
          </div>
          <p className={styles.quiet}>{t(`imports.check.means.${shown}`)}</p>
          {canMend && shown === 'ERROR' && <p className={styles.quiet}>{t('imports.check.howTo')}</p>}
          {found.data && !found.data.isComplete && (
            <Notice>
              {t('imports.check.more', { shown: number(problems.length), total: number(whole.problems.totalCount) })}
            </Notice>
          )}
          {groupProblems(problems.filter(({ severity }) => severity === shown)).map((group) => (
            <ProblemGroup
              key={group.key}
              group={group}
              corrections={canMend ? corrections : undefined}
              onCorrect={(rows, column, value) => keep(correct(corrections, rows, column, value))}
              onNext={next}
            />
          ))}
          {rowsOf[shown] === 0 && <p>{t('imports.check.noneOf')}</p>}
        </>
      )}
      {recheck.error && (
        <ErrorBox error={asApiError(recheck.error)} onRetry={() => recheck.mutate({ problems, corrections })} />
      )}
      <Refusals problems={recheck.data ?? []} />
      {mended > 0 && (
        <div className={styles.again}>
          <p>{t('imports.check.mended', { rows: mended })}</p>
          <Button
            data-again
            look="primary"
            busy={recheck.isPending}
            onClick={() => recheck.mutate({ problems, corrections })}
          >
            {t('imports.check.again')}
          </Button>
          <Button look="quiet" onClick={() => keep(NONE)}>
            {t('imports.check.forget')}
          </Button>
        </div>
      )}
      <footer className={styles.foot}>
        {other}
        {back}
        {problems.length > 0 && <DownloadLink path={run.resultPath}>{t('imports.download.marked')}</DownloadLink>}
        <Button
          look={mended > 0 ? 'plain' : 'primary'}
          onClick={() => void navigate({ search: (before) => ({ ...before, seen: true }) })}
        >
          {t(mended > 0 ? 'imports.check.nextAnyway' : 'imports.check.next')}
        </Button>
      </footer>
    </div>
  );
}
