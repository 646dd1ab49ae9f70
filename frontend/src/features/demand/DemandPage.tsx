import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { DemandDetailFragmentDoc, type DemandQuery } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { isLong, otherTongue, pick } from '@/lib/text';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import { DemandContent } from './components/DemandContent';
import { DemandFacts } from './components/DemandFacts';
import { PublicActions } from './components/PublicActions';
import { useProfile } from './components/words';
import styles from './DemandPage.module.css';
import { demandQuery } from './queries';

const route = getRouteApi('/d/$id');

/** One demand, as the world reads it: whose it is only if its owner says so. */
export function DemandPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(demandQuery(id, locale));
  if (query.isPending)
    return (
      <div className={styles.page}>
        <Skeleton lines={16} />
      </div>
    );
  if (query.isError && asApiError(query.error).trouble === 'absent') return <NotFound />;
  if (query.isError)
    return (
      <div className={styles.page}>
        <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data.demand) return <NotFound />;
  return <Shown demand={query.data.demand} />;
}

function Shown({ demand: masked }: { demand: NonNullable<DemandQuery['demand']> }) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const viewer = useViewer();
  const profile = useProfile();
  const demand = readFragment(DemandDetailFragmentDoc, masked);
  const other = otherTongue(demand.title, locale);
  const title = pick(demand.title, locale)?.text;
  const owner = demand.organization;
  const isOwn = viewer?.memberships.some(({ organization }) => organization && organization.id === owner?.id) ?? false;
  useTitle(title && t('demand.title', { title }));
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <nav aria-label={t('shell.breadcrumb')} className={styles.crumbs}>
          <Link to="/demands">{t('demand.list')}</Link>
        </nav>
        <h1 data-long={isLong(title ?? '') || undefined}>
          <Bilingual texts={demand.title} />
        </h1>
        {other && (
          <p className={styles.other} lang={other.lang}>
            {other.text}
          </p>
        )}
        <p className={styles.by}>
          {owner && demand.visibility === 'PUBLIC' ? (
            <Link to="/orgs/$id" params={{ id: owner.id }}>
              {owner.name}
            </Link>
          ) : (
            <Tag>{t('demand.owner.hidden')}</Tag>
          )}
          {profile(demand.ownerProfile).map((one) => (
            <span key={one}>{one}</span>
          ))}
          {demand.publishedAt && <span>{t('demand.published', { date: date(demand.publishedAt) })}</span>}
          {demand.wantsUseFirstPayLater && <Tag tone="bloom">{t('demand.ufpl')}</Tag>}
        </p>
      </header>
      {demand.state !== 'PUBLISHED' && <Notice tone="clay">{t('demand.notPublished')}</Notice>}
      <div className={styles.columns}>
        <DemandContent demand={demand} />
        <aside className={styles.side} aria-label={t('demand.facts')}>
          {isOwn ? (
            <p className={styles.own}>
              <Link to="/work/demands/$id" params={{ id: demand.id }}>
                {t('demand.work')}
              </Link>
            </p>
          ) : (
            <PublicActions id={demand.id} />
          )}
          {demand.visibility !== 'PUBLIC' && <Notice>{t('demand.anonymous.note')}</Notice>}
          <DemandFacts demand={demand} isTagged />
        </aside>
      </div>
    </article>
  );
}
