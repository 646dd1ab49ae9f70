import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { DataTable } from '@/ui/DataTable';
import { PageHead } from '@/ui/PageHead';
import { Empty } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { Body, More } from './components/Body';
import { Choices } from './components/Choices';
import { useCounted } from './components/counted';
import { FindForm } from './components/FindForm';
import { SHOWN } from './address';
import { TONES } from './model';
import styles from './Operation.module.css';
import { organizationsQuery } from './queries';

const route = getRouteApi('/work/operation/organizations/');

/** Organizations that wait for the operator, and all others. */
export function OrganizationsPage() {
  const t = useT();
  const label = useLabel();
  const counted = useCounted();
  const { locale } = useLocale();
  const { date } = useFormats();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(organizationsQuery(search, locale));
  const shown = search.show ?? 'waiting';
  useTitle(t('operation.nav.organizations'));
  return (
    <div className={styles.page} aria-busy={query.isFetching}>
      <PageHead title={t('operation.nav.organizations')} lead={t('operation.organizations.lead')} />
      <Choices label={t('operation.show')}>
        {SHOWN.map((one) => (
          <li key={one}>
            <Link
              to="/work/operation/organizations"
              search={{ ...(search.q ? { q: search.q } : {}), ...(one === 'waiting' ? {} : { show: one }) }}
              aria-current={one === shown ? 'true' : undefined}
            >
              {t(`operation.show.${one}`)}
            </Link>
          </li>
        ))}
      </Choices>
      <FindForm
        label={t('operation.organizations.find')}
        hint={t('operation.organizations.find.hint')}
        value={search.q}
        onFind={(q) => void navigate({ search: ({ show }) => ({ ...(show ? { show } : {}), ...(q ? { q } : {}) }) })}
      />
      <Body query={query}>
        {({ pages }) => {
          const rows = pages.flatMap(({ organizations }) => organizations.nodes);
          const first = pages[0]?.organizations;
          if (rows.length === 0) return <Nothing isFiltered={search.q !== undefined} shown={shown} />;
          return (
            <>
              <p className={styles.count} role="status">
                {first && t('operation.count', { count: counted(first) })}
              </p>
              <DataTable
                caption={t('operation.nav.organizations')}
                rows={rows}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    title: t('operation.name'),
                    isHead: true,
                    cell: ({ id, name }) => (
                      <Link to="/work/operation/organizations/$id" params={{ id }}>
                        {name}
                      </Link>
                    ),
                  },
                  { key: 'kind', title: t('operation.kind'), cell: ({ kind }) => label('OrganizationKind', kind) },
                  {
                    key: 'code',
                    title: t('operation.creditCode'),
                    cell: ({ creditCode }) => <span className={styles.code}>{creditCode ?? '–'}</span>,
                  },
                  {
                    key: 'place',
                    title: t('operation.place'),
                    cell: ({ country, divisionName }) => divisionName ?? country,
                  },
                  {
                    key: 'since',
                    title: t(shown === 'changing' ? 'operation.requestedAt' : 'operation.registeredAt'),
                    cell: ({ createdAt, pendingChange }) =>
                      date(shown === 'changing' ? (pendingChange?.requestedAt ?? createdAt) : createdAt),
                  },
                  {
                    key: 'state',
                    title: t('operation.state'),
                    cell: ({ verification, pendingChange }) => (
                      <>
                        <Tag tone={TONES[verification]}>{label('OrganizationVerification', verification)}</Tag>{' '}
                        {pendingChange && <Tag tone="bloom">{t('operation.show.changing')}</Tag>}
                      </>
                    ),
                  },
                ]}
              />
              <More query={query} />
            </>
          );
        }}
      </Body>
    </div>
  );
}

function Nothing({ isFiltered, shown }: { isFiltered: boolean; shown: string }) {
  const t = useT();
  const navigate = route.useNavigate();
  if (!isFiltered) return <Empty title={t(shown === 'waiting' ? 'operation.organizations.none' : 'operation.none')} />;
  return (
    <Empty title={t('operation.noneFound')}>
      <Button onClick={() => void navigate({ search: { show: 'all' } })}>{t('operation.clear')}</Button>
    </Empty>
  );
}
