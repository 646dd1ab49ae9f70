import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { LEVELS } from '@/features/achievement';
import { readFragment } from '@/gql';
import { PlatformRowFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { CHAINS } from '@/lib/vocabulary';
import { Button } from '@/ui/Button';
import { CodePicker } from '@/ui/CodePicker';
import { SelectField } from '@/ui/Field';
import { LedgerFilters, LedgerList, LedgerPage } from '@/ui/LedgerList';
import { PageHead } from '@/ui/PageHead';

import { PLATFORM_KINDS, readPlatforms, type PlatformSearch } from './address';
import { PlatformRow } from './components/PlatformRow';
import { isFiltered } from './model';
import styles from './PlatformsPage.module.css';
import { platformsQuery } from './queries';

const route = getRouteApi('/platforms/');

/** Where a technology can be made readier, last made first; the address says what the list is narrowed down to. */
export function PlatformsPage() {
  const t = useT();
  const { number } = useFormats();
  const { locale } = useLocale();
  // The router leaves in the address what was not understood.
  const search = readPlatforms({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(platformsQuery(search, locale));
  const found = query.data?.pages[0]?.servicePlatforms;
  const rows = query.data?.pages.flatMap((page) => page.servicePlatforms.nodes) ?? [];
  const narrow = isFiltered(search);
  useTitle(t('platform.title', { title: t('platform.list') }));
  const change = (next: PlatformSearch) => void navigate({ search: () => next, resetScroll: false });
  return (
    <LedgerPage>
      <PageHead title={t('platform.list')} lead={t('platform.list.lead')} />
      <Filters search={search} onChange={change} />
      <LedgerList
        query={query}
        label={t('platform.list')}
        count={
          found &&
          t('platform.count', {
            total: found.totalCount,
            shown: number(found.totalCount),
            exact: found.totalCountIsExact ? 'yes' : 'no',
          })
        }
        none={{
          title: t(narrow ? 'platform.none.found' : 'platform.none'),
          text: t(narrow ? 'platform.none.found.text' : 'platform.none.text'),
          clear: t('platform.filter.clear'),
          onClear: narrow ? () => change({}) : undefined,
        }}
      >
        {rows.map((row) => (
          <PlatformRow key={readFragment(PlatformRowFragmentDoc, row).id} row={row} />
        ))}
      </LedgerList>
    </LedgerPage>
  );
}

function Filters({ search, onChange }: { search: PlatformSearch; onChange: (search: PlatformSearch) => void }) {
  const t = useT();
  const label = useLabel();
  const set = (change: { [Key in keyof PlatformSearch]: unknown }) => onChange(readPlatforms({ ...search, ...change }));
  return (
    <LedgerFilters label={t('platform.list')} className={styles.filters}>
      <SelectField
        label={t('platform.kind')}
        value={search.kind ?? ''}
        onChange={({ target: { value } }) => set({ kind: value })}
      >
        <option value="">{t('platform.kind.any')}</option>
        {PLATFORM_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {label('ServicePlatformKind', kind)}
          </option>
        ))}
      </SelectField>
      <CodePicker
        kind="divisions"
        isSingle
        label={t('platform.region')}
        value={search.region ? [search.region] : []}
        onChange={([region]) => set({ region })}
      />
      <SelectField
        label={t('platform.takes')}
        value={search.trl ?? ''}
        onChange={({ target: { value } }) => set({ trl: value })}
      >
        <option value="">{t('platform.any')}</option>
        {LEVELS.slice(0, -1).map((level) => (
          <option key={level} value={level}>
            {t('platform.level', { level })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('platform.reaches')}
        value={search.to ?? ''}
        onChange={({ target: { value } }) => set({ to: value })}
      >
        <option value="">{t('platform.any')}</option>
        {LEVELS.slice(1).map((level) => (
          <option key={level} value={level}>
            {t('platform.level.least', { level })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('platform.chain')}
        value={search.chain ?? ''}
        onChange={({ target: { value } }) => set({ chain: value })}
      >
        <option value="">{t('platform.any')}</option>
        {CHAINS.map((chain) => (
          <option key={chain} value={chain}>
            {label('IndustryChain', chain)}
          </option>
        ))}
      </SelectField>
      {isFiltered(search) && (
        <Button size="s" look="quiet" onClick={() => onChange({})}>
          {t('platform.filter.clear')}
        </Button>
      )}
    </LedgerFilters>
  );
}
