import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { ImportSummaryFragmentDoc, type ImportKind, type ImportSummaryFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { DataTable, type Column } from '@/ui/DataTable';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { OfficeSelect } from './components/OfficeSelect';
import styles from './imports.module.css';
import { importers, kindOf, officeOf } from './address';
import { isOver, STATE_TONES } from './model';
import { importsQuery } from './queries';

const route = getRouteApi('/work/imports/');

/** Everything that an office or enterprise imported or had checked, newest first. */
export function ImportsPage() {
  const t = useT();
  const { org } = route.useSearch();
  const navigate = route.useNavigate();
  const seats = useViewer()?.memberships ?? [];
  const office = officeOf(seats, org);
  const kind = kindOf(seats, office);
  useTitle(t('work.nav.imports'));
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <h1>{t('work.nav.imports')}</h1>
        {office && (
          <ButtonLink to="/work/imports/new" search={{ org: office }} look="primary">
            {t('imports.go')}
          </ButtonLink>
        )}
      </header>
      {office && kind ? (
        <>
          <OfficeSelect
            seats={importers(seats)}
            office={office}
            onChange={(next) => void navigate({ search: { org: next } })}
          />
          <History office={office} kind={kind} />
        </>
      ) : (
        <Empty title={t('imports.noOffice')} />
      )}
    </div>
  );
}

function History({ office, kind }: { office: string; kind: ImportKind }) {
  const t = useT();
  const label = useLabel();
  const { dateTime, number } = useFormats();
  const { locale } = useLocale();
  const query = useInfiniteQuery(importsQuery(office, kind, locale));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const runs = query.data.pages.flatMap(({ importRuns }) =>
    importRuns.nodes.map((node) => readFragment(ImportSummaryFragmentDoc, node)),
  );
  if (runs.length === 0)
    return (
      <Empty title={t('imports.none', { kind })}>
        <p>{t('imports.none.text', { kind })}</p>
      </Empty>
    );
  const columns: Column<ImportSummaryFragment>[] = [
    {
      key: 'file',
      title: t('imports.list.file'),
      isHead: true,
      cell: (run) =>
        run.dryRun ? (
          <Link to="/work/imports/new" search={{ org: run.organizationId, check: run.id }}>
            {run.fileName}
          </Link>
        ) : (
          <Link to="/work/imports/$id" params={{ id: run.id }}>
            {run.fileName}
          </Link>
        ),
    },
    {
      key: 'state',
      title: t('imports.list.state'),
      cell: (run) => (
        <span className={styles.tags}>
          <Tag tone={STATE_TONES[run.state]}>{label('ImportState', run.state)}</Tag>
          {run.dryRun && <Tag>{t('imports.list.onlyCheck')}</Tag>}
        </span>
      ),
    },
    ...(['created', 'updated', 'unchanged', 'rejected'] as const).map((figure) => ({
      key: figure,
      title: t(`imports.figure.${figure}`),
      isNumber: true,
      cell: (run: ImportSummaryFragment) => (isOver(run.state) ? number(run[`${figure}Rows`]) : '–'),
    })),
    { key: 'by', title: t('imports.list.by'), cell: ({ createdBy }) => createdBy?.name ?? t('imports.list.program') },
    { key: 'at', title: t('imports.list.at'), cell: ({ createdAt }) => dateTime(createdAt) },
  ];
  return (
    <section className={styles.part} aria-label={t('work.nav.imports')} aria-busy={query.isFetchingNextPage}>
      <DataTable caption={t('work.nav.imports')} rows={runs} columns={columns} rowKey={({ id }) => id} />
      {query.hasNextPage && (
        <Button className={styles.more} busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('imports.list.more')}
        </Button>
      )}
    </section>
  );
}
