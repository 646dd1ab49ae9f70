import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { AchievementRow, ReplyTimes } from '@/features/achievement';
import type { OrganizationQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { ButtonLink } from '@/ui/Button';
import { BuildingIcon } from '@/ui/icons';
import { NotFound } from '@/ui/NotFound';
import { Empty, ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from './OrganizationPage.module.css';
import { organizationQuery } from './queries';

const route = getRouteApi('/orgs/$id');

/** Who offers: what is verified about them, and what they have. */
export function OrganizationPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(organizationQuery(id, locale));
  if (query.isPending)
    return (
      <div className={styles.page}>
        <Skeleton lines={10} />
      </div>
    );
  if (query.isError && asApiError(query.error).trouble === 'absent') return <NotFound />;
  if (query.isError)
    return (
      <div className={styles.page}>
        <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data.organization) return <NotFound />;
  return <Organization organization={query.data.organization} listings={query.data.searchListings} />;
}

interface Props {
  organization: NonNullable<OrganizationQuery['organization']>;
  listings: OrganizationQuery['searchListings'];
}

function Organization({ organization, listings }: Props) {
  const t = useT();
  const label = useLabel();
  const { date, country, number } = useFormats();
  const { locale } = useLocale();
  useTitle(t('organization.title', { name: organization.name }));
  const other = locale === 'en' ? organization.nameZh : organization.nameEn;
  const later =
    listings.facets.find(({ facet }) => facet === 'USE_FIRST_PAY_LATER')?.values.find(({ value }) => value === 'true')
      ?.count ?? 0;
  const chains = listings.facets.find(({ facet }) => facet === 'CHAINS')?.values.slice(0, 5) ?? [];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <span className={styles.sign}>
          <BuildingIcon size={34} />
        </span>
        <div>
          <h1>{organization.name}</h1>
          {other && other !== organization.name && (
            <p className={styles.other} lang={locale === 'en' ? 'zh' : 'en'}>
              {other}
            </p>
          )}
          <p className={styles.tags}>
            <Tag>{label('OrganizationKind', organization.kind)}</Tag>
            <Tag tone={organization.verification === 'VERIFIED' ? 'leaf' : 'clay'}>
              {label('OrganizationVerification', organization.verification)}
            </Tag>
            <span>{[country(organization.country), organization.divisionName].filter(Boolean).join(' · ')}</span>
            {organization.verifiedAt && (
              <span>{t('organization.verifiedAt', { date: date(organization.verifiedAt) })}</span>
            )}
          </p>
          <ReplyTimes of={organization} />
        </div>
        <dl className={styles.numbers}>
          <div>
            <dt>{t('organization.listings')}</dt>
            <dd>{number(listings.totalCount)}</dd>
          </div>
          <div>
            <dt>{t('search.facet.ufpl')}</dt>
            <dd>{number(later)}</dd>
          </div>
        </dl>
      </header>
      {chains.length > 0 && (
        <p className={styles.chains}>
          {t('organization.strong')}
          {chains.map((chain) => (
            <Tag key={chain.value} tone="sky">
              {chain.label} {chain.count}
            </Tag>
          ))}
        </p>
      )}
      <section aria-labelledby="listings">
        <h2 id="listings" className={styles.heading}>
          {t('organization.listings')}
        </h2>
        {listings.nodes.map((row, place) => (
          <AchievementRow key={place} row={row} level={3} isAmongOwn />
        ))}
        {listings.totalCount === 0 && <Empty title={t('organization.none')} />}
        {listings.pageInfo.hasNextPage && (
          <ButtonLink to="/achievements" search={{ org: [organization.id] }}>
            {t('organization.all', { count: listings.totalCount })}
          </ButtonLink>
        )}
      </section>
    </div>
  );
}
