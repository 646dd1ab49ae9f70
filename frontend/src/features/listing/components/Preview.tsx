import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';

import { AchievementBody } from '@/features/achievement';
import { readFragment } from '@/gql';
import { AchievementDetailFragmentDoc } from '@/gql/graphql';
import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { ErrorBox, Notice, Skeleton } from '@/ui/States';
import { Tabs } from '@/ui/Tabs';

import { LAYERS, type Layer } from '../pageTabs';
import { previewQuery } from '../queries';
import styles from './Preview.module.css';

/** The page of the achievement as each kind of reader will get it: the server's answer, not a guess at it. */
export function Preview({ id, layer }: { id: string; layer: Layer }) {
  const t = useT();
  const label = useLabel();
  return (
    <div className={styles.page}>
      <Tabs
        label={t('listing.preview.as')}
        current={layer}
        tabs={LAYERS.map((key) => ({
          key,
          label: label('DisclosureLayer', key),
          link: {
            to: '/work/listings/$id',
            params: { id },
            search: { tab: 'preview', layer: key === 'PUBLIC' ? undefined : key } as never,
          },
        }))}
      />
      <Notice>{t(`listing.preview.${layer}`)}</Notice>
      <Seen id={id} layer={layer} />
    </div>
  );
}

function Seen({ id, layer }: { id: string; layer: Layer }) {
  const { locale } = useLocale();
  const query = useQuery(previewQuery(id, layer, locale));
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  const listing = readFragment(AchievementDetailFragmentDoc, query.data.listing?.asSeenBy);
  if (!listing) return null;
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <AchievementBody listing={listing} rules={query.data.rules.nodes} />
    </Suspense>
  );
}
