import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';

import { AchievementBody } from '@/features/achievement';
import { readFragment } from '@/gql';
import { AchievementDetailFragmentDoc } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { DataTable } from '@/ui/DataTable';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';

import { reviewedQuery } from '../queries';
import styles from './Preview.module.css';

/** How the page of the achievement will look to the office; and which part of it whoever comes from outside will see. */
export function Preview({ id, disclosure }: { id: string; disclosure: readonly { section: string; layer: string }[] }) {
  const t = useT();
  const label = useLabel();
  const { locale } = useLocale();
  const query = useQuery(reviewedQuery(id, locale));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  if (!query.data.listing) return null;
  const listing = readFragment(AchievementDetailFragmentDoc, query.data.listing);
  return (
    <div className={styles.page}>
      <Notice>{t('listing.preview.layer', { layer: label('DisclosureLayer', listing.viewerLayer) })}</Notice>
      {disclosure.length > 0 && (
        <DataTable
          caption={t('listing.disclosure')}
          rows={disclosure}
          rowKey={({ section }) => section}
          columns={[
            {
              key: 'section',
              title: t('listing.preview.section'),
              isHead: true,
              cell: ({ section }) => label('ListingSection', section),
            },
            { key: 'layer', title: t('listing.preview.who'), cell: ({ layer }) => label('DisclosureLayer', layer) },
          ]}
        />
      )}
      <Suspense fallback={<Skeleton lines={8} />}>
        <AchievementBody listing={listing} rules={query.data.rules.nodes} />
      </Suspense>
    </div>
  );
}
