import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { CaseCardFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useMedia, useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { isFiltered, readBoard, type BoardSearch } from './address';
import { Board } from './Board';
import styles from './Board.module.css';
import { CaseTable } from './CaseTable';
import { Filters } from './Filters';
import { isSeen } from './model';
import { OwnNotes } from './OwnNotes';
import { boardQuery } from './queries';

const route = getRouteApi('/work/advising/');

/** Cases by where they stand: those of an advisor, or everybody's for those who look after the platform. */
export function BoardPage() {
  const t = useT();
  const viewer = useViewer();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isPhone = useMedia('(max-width: 760px)');
  const isStaff = viewer?.workAreas.includes('OPERATION') ?? false;
  const isAdvisor = viewer?.workAreas.includes('ADVISING') ?? false;
  const asTable = search.view === 'table' || search.closed === true || isPhone;
  const change = (next: BoardSearch) => void navigate({ search: () => readBoard({ ...next }), resetScroll: false });
  useTitle(t('advising.board'));
  const link = (next: BoardSearch) => ({ to: '/work/advising' as const, search: readBoard({ ...next }) as never });
  const { view: _view, closed: _closed, ...filter } = search;
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.board')} lead={t(isStaff ? 'advising.board.lead.all' : 'advising.board.lead')} />
      <Tabs
        label={t('advising.board.views')}
        current={search.closed ? 'closed' : asTable && !isPhone ? 'table' : 'board'}
        tabs={[
          { key: 'board', label: t(isPhone ? 'advising.board.open' : 'advising.board.board'), link: link(filter) },
          ...(isPhone
            ? []
            : [{ key: 'table', label: t('advising.board.table'), link: link({ ...filter, view: 'table' }) }]),
          { key: 'closed', label: t('advising.board.closed'), link: link({ ...filter, closed: true }) },
        ]}
      />
      <Filters search={search} isStaff={isStaff} onChange={change} />
      {asTable ? (
        <CaseTable search={search} isStaff={isStaff} onClear={() => change({})} />
      ) : (
        <Columns search={search} isStaff={isStaff} onClear={() => change({})} />
      )}
      {isAdvisor && !isFiltered(search) && <OwnNotes />}
    </div>
  );
}

function Columns({ search, isStaff, onClear }: { search: BoardSearch; isStaff: boolean; onClear: () => void }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(boardQuery(search, locale));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError && !query.data)
    return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const open = readFragment(CaseCardFragmentDoc, query.data.open.nodes).filter(isSeen);
  const closed = readFragment(CaseCardFragmentDoc, query.data.closed.nodes).filter(isSeen);
  if (open.length + closed.length === 0)
    return (
      <Empty title={t(isFiltered(search) ? 'advising.board.nothing' : 'advising.board.first')}>
        {isFiltered(search) ? (
          <Button onClick={onClear}>{t('advising.filter.clear')}</Button>
        ) : (
          <p>{t(isStaff ? 'advising.board.first.all' : 'advising.board.first.text')}</p>
        )}
      </Empty>
    );
  return (
    <section aria-label={t('advising.board')} aria-busy={query.isFetching} className={styles.rows}>
      {query.data.open.totalCount > open.length && (
        <Notice>{t('advising.board.more', { shown: open.length, total: query.data.open.totalCount })}</Notice>
      )}
      <Board
        cases={[...open, ...closed]}
        search={search}
        isStaff={isStaff}
        closedCount={query.data.closed.totalCount}
        isOld={query.isPlaceholderData}
      />
    </section>
  );
}
