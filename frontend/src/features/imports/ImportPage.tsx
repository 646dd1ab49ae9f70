import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { ImportSummaryFragmentDoc, type ImportSummaryFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Stepper } from '@/ui/Stepper';
import { Tag } from '@/ui/Tag';

import { DownloadLink } from './components/DownloadLink';
import { Failure } from './components/Refusals';
import { RunProgress } from './components/RunProgress';
import { RunRows } from './components/RunRows';
import { Tally } from './components/Tally';
import styles from './imports.module.css';
import { isOver, STATE_TONES, STEPS } from './model';
import { runQuery } from './queries';

const route = getRouteApi('/work/imports/$id');

/** One import: how far it is, and what became of it. */
export function ImportPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(runQuery(id, locale));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError && asApiError(query.error).trouble !== 'absent' && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (!query.data?.importRun) return <NotFound />;
  return <Import run={readFragment(ImportSummaryFragmentDoc, query.data.importRun)} />;
}

function Import({ run }: { run: ImportSummaryFragment }) {
  const t = useT();
  const label = useLabel();
  const { dateTime } = useFormats();
  const over = isOver(run.state);
  useTitle(t('imports.one.title', { name: run.fileName }));
  return (
    <div className={styles.page}>
      <p className={styles.back}>
        <Link to="/work/imports" search={{ org: run.organizationId }}>
          {t('work.nav.imports')}
        </Link>
      </p>
      <h1>{run.fileName}</h1>
      {!run.dryRun && (
        <Stepper
          label={t('imports.steps')}
          steps={STEPS.map((step) => t(`imports.step.${step}`))}
          current={STEPS.length - (over ? 0 : 1)}
        />
      )}
      <p className={styles.facts}>
        <Tag tone={STATE_TONES[run.state]}>{label('ImportState', run.state)}</Tag>
        <span>{t('imports.one.by', { name: run.createdBy?.name ?? '–', at: dateTime(run.createdAt) })}</span>
        {!run.dryRun && <span>{t(`imports.policy.${run.policy}`)}</span>}
      </p>
      {run.dryRun && (
        <Notice>
          {t('imports.one.onlyChecked')}{' '}
          <Link to="/work/imports/new" search={{ org: run.organizationId, check: run.id }}>
            {t('imports.one.goOn')}
          </Link>
        </Notice>
      )}
      {!over && <RunProgress run={run} />}
      {run.failure && <Failure message={run.failure.message}>{t('imports.failed.next')}</Failure>}
      {run.state === 'CANCELLED' && <Notice>{t('imports.one.cancelled')}</Notice>}
      {over && (
        <>
          <Tally
            figures={[
              { label: t('imports.figure.created'), count: run.createdRows, tone: 'leaf' },
              { label: t('imports.figure.updated'), count: run.updatedRows, tone: 'leaf' },
              { label: t('imports.figure.unchanged'), count: run.unchangedRows },
              { label: t('imports.figure.rejected'), count: run.rejectedRows, tone: 'clay' },
            ]}
          />
          {!run.dryRun && run.createdRows > 0 && <p>{t('imports.one.drafts', { kind: run.kind })}</p>}
          <div className={styles.actions}>
            <DownloadLink path={run.resultPath}>{t('imports.download')}</DownloadLink>
            <ButtonLink to="/work/imports/new" search={{ org: run.organizationId }}>
              {t('imports.another')}
            </ButtonLink>
          </div>
          <p className={styles.quiet}>{t('imports.download.hint')}</p>
          <RunRows id={run.id} kind={run.kind} path={run.resultPath} />
        </>
      )}
    </div>
  );
}
