import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';

import { useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { ListingRowFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { PlusIcon } from '@/ui/icons';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { Bulk } from './components/Bulk';
import { FilterBar } from './components/FilterBar';
import { Rows } from './components/Rows';
import { SavedViews } from './components/SavedViews';
import styles from './ListingTablePage.module.css';
import { countFilters, countsOf, readView, TAB_KEYS, writeView, type View } from './model';
import { tableQuery } from './queries';

const route = getRouteApi('/work/listings/');

/** An office's achievements, in every state, with what can be done to many at once. */
export function ListingTablePage() {
  const t = useT();
  const viewer = useViewer();
  const { org } = route.useSearch();
  useTitle(t('listing.table.title'));
  const organizations = (viewer?.memberships ?? []).flatMap(({ organization }) => organization ?? []);
  const organization = organizations.find(({ id }) => id === org) ?? organizations[0];
  if (!viewer) return <Skeleton lines={12} />;
  if (!organization)
    return (
      <Empty title={t('listing.table.noOffice')}>
        <p>{t('listing.table.noOffice.text')}</p>
      </Empty>
    );
  return <Table key={organization.id} organization={organization} organizations={organizations} />;
}

interface Organization {
  id: string;
  name: string;
}

function Table({
  organization,
  organizations,
}: {
  organization: Organization;
  organizations: readonly Organization[];
}) {
  const t = useT();
  const { locale } = useLocale();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const table = useInfiniteQuery(tableQuery(organization.id, view, locale));
  const change = useCallback(
    (next: View, replace = false) => void navigate({ search: () => writeView(next), replace, resetScroll: false }),
    [navigate],
  );
  const rows = useMemo(
    () =>
      (table.data?.pages ?? []).flatMap((page) =>
        page.listings.nodes.map((node) => readFragment(ListingRowFragmentDoc, node)),
      ),
    [table.data],
  );
  const counted = table.data?.pages[0]?.listingCounts;
  const counts = counted && countsOf(counted);
  const isFirstUse = view.tab === 'ALL' && !view.q && countFilters(view) === 0 && rows.length === 0;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('listing.table.title')}</h1>
          <p className={styles.office}>{organization.name}</p>
        </div>
        <ButtonLink to="/work/listings/new" search={{ org: view.org }} look="primary" icon={<PlusIcon />}>
          {t('listing.new')}
        </ButtonLink>
      </header>
      <Tabs
        label={t('listing.table.tabs')}
        current={view.tab}
        tabs={TAB_KEYS.map((key) => ({
          key,
          label: t(`listing.tab.${key}`),
          count: counts?.[key],
          isWaiting: key === 'SUBMITTED',
          link: { to: '/work/listings', search: writeView({ ...view, tab: key }) },
        }))}
      />
      <SavedViews view={view} />
      <FilterBar
        view={view}
        count={counts?.[view.tab]}
        organizations={organizations}
        organizationId={organization.id}
        onChange={change}
      />
      <section aria-label={t('listing.table.title')} aria-busy={table.isFetching} className={styles.rows}>
        {table.isError && <ErrorBox error={asApiError(table.error)} onRetry={() => void table.refetch()} />}
        {table.isPending && <Skeleton lines={12} />}
        {table.data && rows.length > 0 && (
          <Rows view={view} rows={rows} chosen={chosen} onChoose={setChosen} onChange={change} />
        )}
        {table.data && rows.length === 0 && (
          <Empty title={t(isFirstUse ? 'listing.table.first' : 'listing.table.nothing')}>
            {isFirstUse ? (
              <p>{t('listing.table.first.text')}</p>
            ) : (
              (view.q || countFilters(view) > 0) && (
                <Button onClick={() => change({ ...readView({}), org: view.org, tab: view.tab })}>
                  {t('listing.filter.clear')}
                </Button>
              )
            )}
          </Empty>
        )}
        {table.hasNextPage && (
          <div className={styles.more}>
            <Button busy={table.isFetchingNextPage} onClick={() => void table.fetchNextPage()}>
              {t('listing.table.more')}
            </Button>
          </div>
        )}
      </section>
      <Bulk
        organizationId={organization.id}
        rows={rows.filter(({ id }) => chosen.has(id))}
        onClear={() => setChosen(new Set())}
      />
    </div>
  );
}
