import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';

import { AchievementBody, Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { AchievementDetailFragmentDoc, ListingStatusFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { Checkbox } from '@/ui/Field';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import { ChangeList } from '../components/Changes';
import { Steps } from '../components/Steps';
import { reviewedQuery } from '../queries';
import styles from './ReviewPage.module.css';

/** What a head looks at before deciding. Ticks are for the eye: the server has its own checks. */
const CHECKS = ['facts', 'rights', 'secrecy', 'terms', 'files'] as const;

/** One listing to decide about: what changed, how it will look, what to check. */
export function Reviewed({ id, onDecided }: { id: string; onDecided: () => void }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(reviewedQuery(id, locale));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (!query.data.listing) return null;
  const status = readFragment(ListingStatusFragmentDoc, query.data.listing);
  const listing = readFragment(AchievementDetailFragmentDoc, query.data.listing);
  const before = status.publishedContentVersion ?? status.reviews[0]?.contentVersion;
  return (
    <article className={styles.reviewed} aria-label={t('listing.review.one')}>
      <header className={styles.head}>
        <h2>
          <Bilingual texts={listing.title} />
        </h2>
        <Link to="/work/listings/$id" params={{ id }}>
          {t('listing.review.open')}
        </Link>
      </header>
      {!status.viewerCanReview && <Notice>{t('listing.review.notYou')}</Notice>}
      <div className={styles.decide}>
        <fieldset className={styles.checks}>
          <legend>{t('listing.review.checks')}</legend>
          {CHECKS.map((check) => (
            <Checkbox key={check}>{t(`listing.check.${check}`)}</Checkbox>
          ))}
        </fieldset>
        <Steps listing={status} linked={false} onDone={onDecided} />
      </div>
      {before !== undefined && before < status.contentVersion && (
        <section>
          <h3>{t('listing.review.changes')}</h3>
          <ChangeList id={id} from={before} to={status.contentVersion} />
        </section>
      )}
      <section>
        <h3>{t('listing.review.whole')}</h3>
        <Suspense fallback={<Skeleton lines={8} />}>
          <AchievementBody listing={listing} rules={query.data.rules.nodes} />
        </Suspense>
      </section>
    </article>
  );
}
