import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';

import { CompareToggle, CompareTray } from '@/features/compare';
import { readFragment } from '@/gql';
import { AchievementDetailFragmentDoc, type AchievementQuery } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { isLong, otherTongue, pick } from '@/lib/text';
import { NotFound } from '@/ui/NotFound';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';

import styles from './AchievementPage.module.css';
import { Actions } from './components/Actions';
import { Content } from './components/Content';
import { Facts } from './components/Facts';
import { Offers } from './components/Offers';
import { ReadinessGauge } from './components/ReadinessGauge';
import { Bilingual } from './components/Texts';
import { ReplyTimes } from './components/ReplyTimes';
import { achievementQuery } from './queries';

const route = getRouteApi('/a/$id');

/** One achievement: what it does better, how ripe it is, and on which terms it can be had. */
export function AchievementPage() {
  const { id } = route.useParams();
  const { locale } = useLocale();
  const query = useQuery(achievementQuery(id, locale));
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
  if (!query.data.listing) return <NotFound />;
  return <Achievement data={query.data} listing={query.data.listing} />;
}

function Achievement({
  data,
  listing: masked,
}: {
  data: AchievementQuery;
  listing: NonNullable<AchievementQuery['listing']>;
}) {
  const t = useT();
  const { locale } = useLocale();
  const { date } = useFormats();
  const listing = readFragment(AchievementDetailFragmentDoc, masked);
  const other = otherTongue(listing.title, locale);
  const title = pick(listing.title, locale)?.text;
  useTitle(title && t('achievement.title', { title }));
  return (
    <>
      <article className={styles.page}>
        <header className={styles.head}>
          <nav aria-label={t('shell.breadcrumb')} className={styles.crumbs}>
            <Link to="/achievements">{t('shell.achievements')}</Link>
          </nav>
          <h1 data-long={isLong(title ?? '') || undefined}>
            <Bilingual texts={listing.title} />
          </h1>
          {other && (
            <p className={styles.other} lang={other.lang}>
              {other.text}
            </p>
          )}
          <p className={styles.by}>
            {listing.organization && (
              <Link to="/orgs/$id" params={{ id: listing.organization.id }}>
                {listing.organization.name}
              </Link>
            )}
            {listing.organization?.verification === 'VERIFIED' && <Tag tone="leaf">{t('organization.verified')}</Tag>}
            {listing.department && <span>{listing.department}</span>}
            {listing.publishedAt && <span>{t('achievement.published', { date: date(listing.publishedAt) })}</span>}
          </p>
          <div className={styles.tools}>
            <ReadinessGauge wide level={listing.readiness?.level} />
            {listing.offers.length > 0 && (
              <a className={styles.toTerms} href="#offers">
                {t('achievement.toTerms')}
              </a>
            )}
            <span className={styles.compare}>
              <CompareToggle id={listing.id} title={title ?? listing.id} />
            </span>
          </div>
        </header>
        {listing.state !== 'PUBLISHED' && <Notice tone="clay">{t('achievement.notPublished')}</Notice>}
        <div className={styles.columns}>
          <Content listing={listing} />
          <aside className={styles.side} aria-label={t('achievement.terms')}>
            <Actions
              id={listing.id}
              canRequest={listing.viewerCanRequest}
              blockedBy={listing.viewerRequestBlockedBy[0]}
              offers={listing.offers.length}
            />
            {listing.organization && listing.offers.length > 0 && <ReplyTimes of={listing.organization} isOfRequests />}
            <Offers offers={listing.offers} examples={data.licenseOfferExamples} rules={data.rules.nodes} />
            <Facts listing={listing} />
          </aside>
        </div>
      </article>
      <CompareTray />
    </>
  );
}
