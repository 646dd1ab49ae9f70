import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { Bilingual, Prose } from '@/features/achievement';
import { readFragment } from '@/gql';
import { PlatformRowFragmentDoc, PlatformTermsFragmentDoc, type ServicePlatformQuery } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { otherTongue, pick } from '@/lib/text';
import { CodeNames } from '@/ui/CodeNames';
import { Facts } from '@/ui/Facts';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { Asking } from './components/Asking';
import { Levels } from './components/Levels';
import { useTerms } from './components/words';
import styles from './PlatformPage.module.css';
import { platformQuery } from './queries';

const route = getRouteApi('/platforms/$id');

/** One platform: what it does, from where to where it takes a technology, and whom to ask. */
export function PlatformPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(platformQuery(id, locale));
  if (query.isPending)
    return (
      <div className={styles.page}>
        <Skeleton lines={14} />
      </div>
    );
  if (query.isError && asApiError(query.error).trouble === 'absent') return <NotFound />;
  if (query.isError)
    return (
      <div className={styles.page}>
        <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </div>
    );
  const { servicePlatform, viewer } = query.data;
  return servicePlatform ? <Shown platform={servicePlatform} viewer={viewer} /> : <NotFound />;
}

function Shown({
  platform,
  viewer,
}: {
  platform: NonNullable<ServicePlatformQuery['servicePlatform']>;
  viewer: ServicePlatformQuery['viewer'];
}) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const { date, list } = useFormats();
  const say = useTerms();
  const row = readFragment(PlatformRowFragmentDoc, platform);
  const terms = readFragment(PlatformTermsFragmentDoc, platform);
  const title = pick(row.name, locale)?.text;
  const other = otherTongue(row.name, locale);
  useTitle(title && t('platform.title', { title }));
  const labels = (type: string, values: readonly string[]) =>
    values.length > 0 && list(values.map((value) => label(type, value)));
  const { industries, strategicIndustries, shanghaiSectors, chains } = platform;
  const isForAll = [industries, strategicIndustries, shanghaiSectors, chains].every((named) => named.length === 0);
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <nav aria-label={t('shell.breadcrumb')} className={styles.crumbs}>
          <Link to="/platforms">{t('platform.list')}</Link>
        </nav>
        <h1>
          <Bilingual texts={row.name} />
        </h1>
        {other && (
          <p className={styles.other} lang={other.lang}>
            {other.text}
          </p>
        )}
        <p className={styles.by}>
          {row.kind && <Tag tone="sky">{label('ServicePlatformKind', row.kind)}</Tag>}
          {row.organization && (
            <Link to="/orgs/$id" params={{ id: row.organization.id }}>
              {row.organization.name}
            </Link>
          )}
          <span>{row.regionName ?? t('platform.region.untold')}</span>
          {platform.viewerCanEdit && (
            <Link to="/work/platforms/$id" params={{ id: row.id }}>
              {t('platform.edit')}
            </Link>
          )}
        </p>
      </header>
      {platform.state !== 'PUBLISHED' && <Notice tone="clay">{t('platform.notPublished')}</Notice>}
      <div className={styles.columns}>
        <div className={styles.content}>
          <section>
            <h2>{t('platform.summary')}</h2>
            <Prose texts={row.summary} />
          </section>
          {row.services.length > 0 && (
            <section>
              <h2>{t('platform.services')}</h2>
              <ul className={styles.services}>
                {row.services.map((service) => (
                  <li key={service}>
                    <Tag>{label('ServicePlatformService', service)}</Tag>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {pick(platform.equipment, locale) && (
            <section>
              <h2>{t('platform.equipment')}</h2>
              <Prose texts={platform.equipment} />
            </section>
          )}
          <section>
            <h2>{t('platform.fields')}</h2>
            {isForAll && <p>{t('platform.fields.all')}</p>}
            <Facts
              rows={[
                [t('platform.chains'), labels('IndustryChain', chains)],
                [t('platform.sectors'), labels('ShanghaiSector', shanghaiSectors)],
                [t('platform.strategic'), labels('StrategicIndustry', strategicIndustries)],
                [t('platform.industries'), industries.length > 0 && <CodeNames kind="industries" codes={industries} />],
              ]}
            />
          </section>
        </div>
        <aside className={styles.side} aria-label={t('platform.facts')}>
          <section>
            <h2>{t('platform.facts')}</h2>
            <Facts
              rows={[
                [t('platform.readiness'), <Levels key="levels" terms={terms} />],
                [t('platform.weeks'), say.weeks(terms)],
                [t('platform.cost'), say.cost(terms)],
                [t('platform.updated'), date(platform.updatedAt)],
              ]}
            />
            <p className={styles.quiet}>{t('platform.usual')}</p>
          </section>
          <Asking id={row.id} contact={platform.contact} viewer={viewer} organization={row.organization} />
        </aside>
      </div>
    </article>
  );
}
