import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { ImportSummaryFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import styles from '../imports.module.css';
import { isOver } from '../model';
import { runQuery } from '../queries';
import { Failure } from './Refusals';
import { Findings } from './Findings';
import { RunProgress } from './RunProgress';

/** The third step: every row is looked at on the server, and nothing is changed. */
export function CheckStep({ id }: { id: string }) {
  const t = useT();
  const { locale } = useLocale();
  const navigate = useNavigate({ from: '/work/imports/new' });
  const query = useQuery(runQuery(id, locale));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const whole = query.data.importRun;
  if (!whole) return <NotFound />;
  const run = readFragment(ImportSummaryFragmentDoc, whole);
  const back = (
    <Button
      onClick={() =>
        void navigate({
          search: { org: run.organizationId, upload: run.uploadId, name: run.fileName },
        })
      }
    >
      {t('imports.check.back')}
    </Button>
  );
  const other = (
    <Button onClick={() => void navigate({ search: { org: run.organizationId } })}>{t('imports.upload.other')}</Button>
  );
  if (!isOver(run.state)) return <RunProgress run={run} />;
  if (run.state !== 'SUCCEEDED')
    return (
      <div className={styles.part}>
        {run.failure ? (
          <Failure message={run.failure.message} />
        ) : (
          <Notice>{t('imports.check.cancelled', { name: run.fileName })}</Notice>
        )}
        <footer className={styles.foot}>
          {other}
          {back}
        </footer>
      </div>
    );
  return <Findings whole={whole} run={run} back={back} other={other} />;
}
