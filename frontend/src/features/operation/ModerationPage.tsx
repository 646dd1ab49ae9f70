import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import type { OperationListingsQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { Button } from '@/ui/Button';
import { DataTable } from '@/ui/DataTable';
import { PageHead } from '@/ui/PageHead';
import { Empty } from '@/ui/States';
import { Chip, Tag } from '@/ui/Tag';

import { Body, More } from './components/Body';
import { Choices } from './components/Choices';
import { useCounted } from './components/counted';
import { FindForm } from './components/FindForm';
import { ModerationActions } from './components/ModerationActions';
import { readModeration, STATES } from './address';
import styles from './Operation.module.css';
import { listingsQuery } from './queries';

const route = getRouteApi('/work/operation/moderation');

type Listing = OperationListingsQuery['listings']['nodes'][number];

/** Listings of all offices by state; what should not be seen is hidden from here, and shown again. */
export function ModerationPage() {
  const t = useT();
  const label = useLabel();
  const counted = useCounted();
  const { locale } = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(listingsQuery(search, locale));
  const shown = search.state ?? 'PUBLISHED';
  useTitle(t('operation.nav.moderation'));
  return (
    <div className={styles.page} aria-busy={query.isFetching}>
      <PageHead title={t('operation.nav.moderation')} lead={t('operation.moderation.lead')} />
      <Choices label={t('operation.state')}>
        {STATES.map((state) => (
          <li key={state}>
            <Link
              to="/work/operation/moderation"
              search={{ ...search, state }}
              aria-current={state === shown ? 'true' : undefined}
            >
              {label('ListingState', state)}
            </Link>
          </li>
        ))}
      </Choices>
      <FindForm
        label={t('operation.moderation.find')}
        hint={t('operation.moderation.find.hint')}
        value={search.q}
        onFind={(q) => void navigate({ search: () => readModeration({ ...search, q }) })}
      >
        {search.org && (
          <Chip
            removeLabel={t('operation.moderation.anyOffice')}
            onRemove={() => void navigate({ search: () => readModeration({ ...search, org: undefined }) })}
          >
            {query.data?.pages[0]?.listings.nodes[0]?.organization?.name ?? search.org}
          </Chip>
        )}
      </FindForm>
      <Body query={query}>
        {({ pages }) => {
          const first = pages[0]?.listings;
          const rows = pages.flatMap(({ listings }) => listings.nodes);
          if (rows.length === 0)
            return (
              <Empty title={t(search.q || search.org ? 'operation.noneFound' : 'operation.none')}>
                {(search.q || search.org) && (
                  <Button onClick={() => void navigate({ search: { state: shown } })}>{t('operation.clear')}</Button>
                )}
              </Empty>
            );
          return (
            <>
              <p className={styles.count} role="status">
                {first && t('operation.count', { count: counted(first) })}
              </p>
              <Table rows={rows} />
              <More query={query} />
            </>
          );
        }}
      </Body>
    </div>
  );
}

function Table({ rows }: { rows: readonly Listing[] }) {
  const t = useT();
  const label = useLabel();
  const { date } = useFormats();
  const { locale } = useLocale();
  // Nobody has to look at a column in which nobody may do anything.
  const acts = rows.some(({ availableTransitions }) => availableTransitions.length > 0);
  return (
    <DataTable
      caption={t('operation.nav.moderation')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'title',
          title: t('operation.title'),
          isHead: true,
          cell: ({ id, title, state }) => {
            const name = pick(title, locale);
            return state === 'PUBLISHED' ? (
              <Link to="/a/$id" params={{ id }} lang={name?.lang}>
                {name?.text ?? id}
              </Link>
            ) : (
              <span lang={name?.lang}>{name?.text ?? id}</span>
            );
          },
        },
        {
          key: 'office',
          title: t('operation.office'),
          cell: ({ organization, state }) =>
            organization && (
              <Link to="/work/operation/moderation" search={{ state, org: organization.id }}>
                {organization.name}
              </Link>
            ),
        },
        {
          key: 'state',
          title: t('operation.state'),
          cell: ({ state, suspension, reason }) => (
            <div>
              <Tag tone={state === 'PUBLISHED' ? 'leaf' : state === 'SUSPENDED' ? 'clay' : 'plain'}>
                {label('ListingState', state)}
              </Tag>
              {suspension && <p className={styles.quiet}>{label('ListingSuspension', suspension)}</p>}
              {reason && <p className={styles.quiet}>{reason}</p>}
            </div>
          ),
        },
        { key: 'updated', title: t('operation.updatedAt'), cell: ({ updatedAt }) => date(updatedAt) },
        ...(acts
          ? [
              {
                key: 'do',
                title: t('operation.do'),
                cell: (listing: Listing) => <ModerationActions listing={listing} />,
              },
            ]
          : []),
      ]}
    />
  );
}
