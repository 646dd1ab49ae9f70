import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { useViewer } from '@/features/account';
import { SaveSearch } from '@/features/saved';
import { readFragment } from '@/gql';
import { DemandRowFragmentDoc } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import type { Raw, Unread } from '@/lib/address';
import { useTitle } from '@/lib/hooks';
import { Button, ButtonLink } from '@/ui/Button';
import { Checkbox, SelectField, TextField } from '@/ui/Field';
import { PlusIcon, SearchIcon } from '@/ui/icons';
import { LedgerFilters, LedgerList, LedgerPage } from '@/ui/LedgerList';
import { PageHead } from '@/ui/PageHead';
import { Notice } from '@/ui/States';

import { readDemands, unreadDemands, type DemandSearch, type FilterKey } from './address';
import { DemandRow } from './components/DemandRow';
import styles from './DemandsPage.module.css';
import { filterOf, hasOther, isFiltered, SECTIONS, withoutOther } from './model';
import { demandsQuery } from './queries';

const route = getRouteApi('/demands');
const LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What enterprises look for, newest first; the address says what it is narrowed down to. */
export function DemandsPage() {
  const t = useT();
  const { number } = useFormats();
  const { locale } = useLocale();
  const seeks = useViewer()?.workAreas.includes('SEEKING') ?? false;
  const raw: Raw = { ...route.useSearch() };
  const asked = readDemands(raw);
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(demandsQuery(asked, locale));
  const [first] = query.data?.pages ?? [];
  const found = first?.demands;
  // While the next list comes, the fields say what was chosen and not what is still shown.
  const search = query.isPlaceholderData ? asked : (first?.known ?? asked);
  const unread = [...unreadDemands(raw), ...(query.isPlaceholderData ? [] : (first?.refused ?? []))];
  const rows = query.data?.pages.flatMap((page) => page.demands.nodes) ?? [];
  const narrow = isFiltered(search);
  useTitle(t('demand.title', { title: t('demand.list') }));
  const change = (next: DemandSearch) => void navigate({ search: () => next, resetScroll: false });
  return (
    <LedgerPage>
      <PageHead title={t('demand.list')} lead={t('demand.list.lead')}>
        {seeks && (
          <ButtonLink to="/work/demands/new" look="primary" icon={<PlusIcon />}>
            {t('demand.post')}
          </ButtonLink>
        )}
      </PageHead>
      <Filters search={search} onChange={change} />
      {unread.length > 0 && <Unknown unread={unread} />}
      <LedgerList
        query={query}
        label={t('demand.list')}
        count={
          found &&
          t('demand.count', {
            total: found.totalCount,
            shown: number(found.totalCount),
            exact: found.totalCountIsExact ? 'yes' : 'no',
          })
        }
        none={{
          title: t(narrow ? 'demand.none.found' : 'demand.none'),
          text: t(narrow ? 'demand.none.found.text' : 'demand.none.text'),
          clear: t('demand.filter.clear'),
          onClear: narrow ? () => change({}) : undefined,
        }}
        above={
          narrow && <SaveSearch wish={{ demands: { filter: filterOf(search) } }} name={search.q?.slice(0, 80) ?? ''} />
        }
      >
        {rows.map((row) => (
          <DemandRow key={readFragment(DemandRowFragmentDoc, row).id} row={row} />
        ))}
      </LedgerList>
    </LedgerPage>
  );
}

/** What the address asked for and nobody knows, so that nobody takes the whole list for what was looked for. */
function Unknown({ unread }: { unread: readonly Unread<FilterKey>[] }) {
  const t = useT();
  const { list } = useFormats();
  const words = unread.map(({ key, value }) => t(`demand.filter.unread.${WORDS[key]}`, { value: clipped(value) }));
  return <Notice tone="bloom">{t('demand.filter.unread', { count: unread.length, what: list(words) })}</Notice>;
}

const WORDS = { industry: 'industry', codes: 'industry', trl: 'trl', ufpl: 'ufpl', org: 'org' } as const;
const clipped = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);

function Filters({ search, onChange }: { search: DemandSearch; onChange: (search: DemandSearch) => void }) {
  const t = useT();
  const [text, setText] = useState(search.q ?? '');
  const [known, setKnown] = useState(search.q);
  if (known !== search.q) {
    setKnown(search.q);
    setText(search.q ?? '');
  }
  // What is empty is left out of the address.
  const set = (part: { [Part in keyof DemandSearch]?: unknown }) => onChange(readDemands({ ...search, ...part }));
  return (
    <LedgerFilters label={t('demand.filters')} className={styles.filters} onSubmit={() => set({ q: text })}>
      <div className={styles.words}>
        <TextField
          label={t('demand.list.find')}
          type="search"
          value={text}
          placeholder={t('demand.list.find.placeholder')}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <SelectField
        label={t('demand.filter.industry')}
        value={search.industry ?? ''}
        onChange={({ target: { value } }) => set({ industry: value })}
      >
        <option value="">{t('demand.filter.industry.any')}</option>
        {SECTIONS.map((section) => (
          <option key={section} value={section}>
            {t(`demand.section.${section}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t('demand.filter.trl')}
        value={search.trl ?? ''}
        onChange={({ target: { value } }) => set({ trl: value })}
      >
        <option value="">{t('demand.filter.trl.any')}</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {t('demand.filter.trl.level', { level })}
          </option>
        ))}
      </SelectField>
      <Button type="submit" icon={<SearchIcon />}>
        {t('demand.list.find.go')}
      </Button>
      <Checkbox
        checked={search.ufpl ?? false}
        onChange={({ target: { checked } }) => set({ ufpl: checked || undefined })}
      >
        {t('demand.filter.ufpl')}
      </Checkbox>
      {hasOther(search) && (
        <Button size="s" onClick={() => onChange(withoutOther(search))}>
          {t('demand.filter.other')}
        </Button>
      )}
    </LedgerFilters>
  );
}
