import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { readFragment } from '@/gql';
import { LicenseRequestRowFragmentDoc, type LicenseRequestRowFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { DataTable } from '@/ui/DataTable';
import { Tag } from '@/ui/Tag';

import { ListFrame } from './components/ListFrame';
import { useCaseColumns } from './components/useCaseColumns';
import { RequestStateTag } from './components/words';
import { REQUEST_STATES } from './search';
import { requestsQuery } from './queries';

const route = getRouteApi('/work/requests/');

/** Requests that came in, and those that went out. */
export function RequestsPage() {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const search = route.useSearch();
  const query = useInfiniteQuery(requestsQuery(search, locale));
  const pages = query.data?.pages ?? [];
  const rows = pages
    .flatMap((page) => page.licenseRequests.nodes)
    .map((row) => readFragment(LicenseRequestRowFragmentDoc, row));
  useTitle(t('licensing.requests'));
  return (
    <ListFrame
      to="/work/requests"
      title={t('licensing.requests')}
      lead={t('licensing.requests.lead')}
      search={search}
      states={REQUEST_STATES}
      stateLabel={(state) => label('LicenseRequestState', state)}
      waiting="SUBMITTED"
      counts={pages[0]?.licenseRequestCounts}
      query={query}
      isEmpty={rows.length === 0}
      emptyText={t('licensing.requests.empty')}
    >
      <Rows rows={rows} />
    </ListFrame>
  );
}

function Rows({ rows }: { rows: readonly LicenseRequestRowFragment[] }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const common = useCaseColumns<LicenseRequestRowFragment>('/work/requests/$id');
  return (
    <DataTable
      caption={t('licensing.requests')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        ...common,
        {
          key: 'terms',
          title: t('licensing.mode'),
          cell: ({ paymentMode, useFirstPayLater }) => (
            <span>
              {label('PaymentMode', paymentMode)} {useFirstPayLater && <Tag tone="bloom">{t('licensing.later')}</Tag>}
            </span>
          ),
        },
        { key: 'state', title: t('licensing.state'), cell: ({ state }) => <RequestStateTag state={state} /> },
        {
          key: 'replyBy',
          title: t('licensing.replyBy'),
          cell: ({ state, replyBy, late }) =>
            state === 'SUBMITTED' ? (
              <span>
                {date(replyBy)} {late && <Tag tone="clay">{t('licensing.late')}</Tag>}
              </span>
            ) : (
              '–'
            ),
        },
        { key: 'createdAt', title: t('licensing.createdAt'), cell: ({ createdAt }) => date(createdAt) },
      ]}
    />
  );
}
