import type { ImportSummaryFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { ProgressBar } from '@/ui/ProgressBar';
import { ErrorBox } from '@/ui/States';

import styles from '../imports.module.css';
import { useCancel } from '../queries';
import { Refusals } from './Refusals';

/** How far an import is, and how to stop it. */
export function RunProgress({ run }: { run: ImportSummaryFragment }) {
  const t = useT();
  const { number } = useFormats();
  const cancel = useCancel();
  // All rows or none: they are looked at before the first is written.
  const isChecking = !run.dryRun && run.policy === 'REJECT_ALL' && run.doneRows === 0;
  const done = isChecking ? run.checkedRows : run.doneRows;
  const label = (() => {
    if (run.state === 'QUEUED') return t('imports.progress.queued');
    return t(run.dryRun || isChecking ? 'imports.progress.checking' : 'imports.progress.writing');
  })();
  return (
    <div className={styles.sending} role="status">
      <ProgressBar label={label} value={run.totalRows > 0 ? done : undefined} max={Math.max(1, run.totalRows)}>
        {run.totalRows > 0 && t('imports.progress.rows', { done: number(done), total: number(run.totalRows) })}
      </ProgressBar>
      <p className={styles.quiet}>{t('imports.progress.leave')}</p>
      {cancel.error && <ErrorBox error={asApiError(cancel.error)} />}
      <Refusals problems={cancel.data?.importCancel.userErrors ?? []} />
      {run.cancellable ? (
        <Button busy={cancel.isPending} onClick={() => cancel.mutate(run.id)}>
          {t(run.dryRun ? 'imports.cancel.check' : 'imports.cancel')}
        </Button>
      ) : (
        <p className={styles.quiet}>{t('imports.cancel.late')}</p>
      )}
    </div>
  );
}
