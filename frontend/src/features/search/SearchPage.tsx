import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';

import { CompareTray } from '@/features/compare';
import { SaveSearch } from '@/features/saved';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useMedia, useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { FilterIcon } from '@/ui/icons';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import { Chips } from './components/Chips';
import { Facets } from './components/Facets';
import { FilterSheet } from './components/FilterSheet';
import { NothingFound } from './components/NothingFound';
import { Results } from './components/Results';
import { SearchBox } from './components/SearchBox';
import { countFilters, filterOf, sortOf, SORTS, type Search } from './model';
import { resultsQuery } from './queries';
import styles from './SearchPage.module.css';

const route = getRouteApi('/achievements/');

/** Search with everything that narrows it down; the address says it all. */
export function SearchPage() {
  const t = useT();
  const { number } = useFormats();
  const { locale } = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isWide = useMedia('(min-width: 901px)');
  const [sheet, setSheet] = useState(false);
  const results = useInfiniteQuery(resultsQuery(search, locale));
  useTitle(t('search.title', { query: search.q, has: search.q ? 'yes' : 'no' }));

  const change = useCallback(
    (next: Search, replace = false) => void navigate({ search: () => next, replace, resetScroll: false }),
    [navigate],
  );
  const first = results.data?.pages[0];
  const names = useMemo(() => new Map(first?.organizations?.nodes.map(({ id, name }) => [id, name])), [first]);
  const found = first?.searchListings;
  const filters = countFilters(search);
  const look = (q: string, replace: boolean) => q !== search.q && change({ ...search, q }, replace);

  return (
    <>
      <div className={styles.page}>
        <h1 className="visually-hidden">{t('search.heading')}</h1>
        <div className={styles.box}>
          <SearchBox query={search.q} onSearch={(q) => look(q, false)} onType={(q) => look(q, true)} />
        </div>
        {isWide && (
          <aside className={styles.side} aria-label={t('search.filters')}>
            {found ? (
              <Facets search={search} counts={found.facets} names={names} onChange={change} />
            ) : (
              results.isPending && <Skeleton lines={12} />
            )}
          </aside>
        )}
        <section className={styles.main} aria-busy={results.isFetching} aria-label={t('search.results')}>
          <div className={styles.bar}>
            <p role="status" className={styles.count}>
              {found &&
                t('search.count', {
                  total: found.totalCount,
                  shown: number(found.totalCount),
                  exact: found.totalCountIsExact ? 'yes' : 'no',
                })}
            </p>
            {!isWide && (
              <Button size="s" icon={<FilterIcon />} onClick={() => setSheet(true)}>
                {t('search.filters.open', { count: filters })}
              </Button>
            )}
            {(search.q || filters > 0) && (
              <SaveSearch
                wish={{ listings: { query: search.q, filter: filterOf(search) } }}
                name={search.q.slice(0, 80)}
              />
            )}
            <SelectField
              label={t('search.sort')}
              hideLabel
              value={sortOf(search)}
              onChange={(event) => change({ ...search, sort: SORTS.find((sort) => sort === event.target.value) })}
            >
              {SORTS.map((sort) => (
                <option key={sort} value={sort} disabled={sort === 'RELEVANCE' && !search.q}>
                  {t(`search.sort.${sort}`)}
                </option>
              ))}
            </SelectField>
          </div>
          <Chips search={search} names={names} onChange={change} />
          {found?.notice && <Notice tone="bloom">{found.notice.message}</Notice>}
          {results.isError && <ErrorBox error={asApiError(results.error)} onRetry={() => void results.refetch()} />}
          {results.isPending && <Skeleton lines={15} label={t('search.loading')} />}
          {found?.totalCount === 0 && !results.isPlaceholderData && <NothingFound search={search} onChange={change} />}
          {results.data && <Results pages={results.data.pages} isOld={results.isPlaceholderData} />}
          {results.hasNextPage && !results.isPlaceholderData && (
            <div className={styles.more}>
              <Button busy={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>
                {t('search.more')}
              </Button>
            </div>
          )}
        </section>
        {!isWide && sheet && <FilterSheet search={search} onApply={change} onClose={() => setSheet(false)} />}
      </div>
      <CompareTray />
    </>
  );
}
