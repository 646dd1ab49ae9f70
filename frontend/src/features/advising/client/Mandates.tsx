import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { readFragment } from '@/gql';
import { MandateLineFragmentDoc, type MandateLineFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { Empty, Skeleton } from '@/ui/States';

import styles from '../Advising.module.css';
import { Lines } from './Lines';
import { MandateCard } from './MandateCard';
import { mandatesQuery } from './queries';

/** Mandates that the viewer's enterprise gave, or that the viewer carries. */
export function Mandates({ action }: { action?: (mandate: MandateLineFragment) => ReactNode }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useInfiniteQuery(mandatesQuery({}, locale));
  const mandates = readFragment(
    MandateLineFragmentDoc,
    (query.data?.pages ?? []).flatMap((page) => page.mandates.nodes),
  );
  return (
    <section aria-label={t('advising.advisors.mandates')} aria-busy={query.isFetching} className={styles.rows}>
      {query.isPending && <Skeleton lines={8} />}
      {query.data && mandates.length === 0 && (
        <Empty title={t('advising.mandates.none')}>
          <p>{t('advising.mandates.none.text')}</p>
        </Empty>
      )}
      <Lines query={query} lines={mandates}>
        {(mandate) => <MandateCard mandate={mandate}>{action?.(mandate)}</MandateCard>}
      </Lines>
    </section>
  );
}
