import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { LicenseRowFragmentDoc, type LicenseRowFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { DataTable } from '@/ui/DataTable';
import { Money } from '@/ui/Money';
import { Tag } from '@/ui/Tag';

import { ListFrame } from './components/ListFrame';
import { useCaseColumns } from './components/useCaseColumns';
import { LicenseStateTag } from './components/words';
import { LICENSE_STATES } from './search';
import { licensesQuery } from './queries';

const route = getRouteApi('/work/licenses/');

/** Licenses that were granted to us, or by us. */
export function LicensesPage() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const search = route.useSearch();
  const query = useInfiniteQuery(licensesQuery(search, locale));
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.licenses.nodes).map((row) => readFragment(LicenseRowFragmentDoc, row));
  useTitle(t('licensing.licenses'));
  return (
    <ListFrame
      to="/work/licenses"
      title={t('licensing.licenses')}
      lead={t('licensing.licenses.lead')}
      search={search}
      states={LICENSE_STATES}
      stateLabel={(state) => label('LicenseState', state)}
      counts={pages[0]?.licenseCounts}
      query={query}
      isEmpty={rows.length === 0}
      emptyText={t('licensing.licenses.empty')}
    >
      <Rows rows={rows} />
    </ListFrame>
  );
}

function Rows({ rows }: { rows: readonly LicenseRowFragment[] }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const common = useCaseColumns<LicenseRowFragment>('/work/licenses/$id');
  return (
    <DataTable
      caption={t('licensing.licenses')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        ...common,
        {
          key: 'kind',
          title: t('licensing.kind'),
          cell: ({ kind, useFirstPayLater }) => (
            <span>
              {label('LicenseKind', kind)} {useFirstPayLater && <Tag tone="bloom">{t('licensing.later')}</Tag>}
            </span>
          ),
        },
        { key: 'state', title: t('licensing.state'), cell: ({ state }) => <LicenseStateTag state={state} /> },
        {
          key: 'runs',
          title: t('licensing.runs'),
          cell: ({ effectiveOn, endsOn }) => t('licensing.fromTo', { from: date(effectiveOn), to: date(endsOn) }),
        },
        { key: 'total', title: t('licensing.total'), isNumber: true, cell: ({ total }) => <Money amount={total} /> },
      ]}
    />
  );
}
