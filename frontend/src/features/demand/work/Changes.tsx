import { useQuery } from '@tanstack/react-query';

import { readFragment, type FragmentType } from '@/gql';
import { DemandChangeFragmentDoc } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { ErrorBox, Skeleton } from '@/ui/States';

import styles from './Changes.module.css';
import { changesQuery } from './queries';

/** Field by field what was and what is, in the words of the server. */
export function ChangeList({ changes }: { changes: readonly FragmentType<typeof DemandChangeFragmentDoc>[] }) {
  const t = useT();
  if (changes.length === 0) return <p className={styles.none}>{t('demand.changes.none')}</p>;
  return (
    <dl className={styles.changes}>
      {readFragment(DemandChangeFragmentDoc, changes).map(({ path, label, before, after }) => (
        <div key={path.join('.')}>
          <dt>
            {label}
            {path.length > 1 && <small>{path.slice(1).join(' · ')}</small>}
          </dt>
          <dd>
            {before && <del>{before}</del>}
            {after && <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What differs between two versions of the content. */
export function Changes({ id, from, to }: { id: string; from: number; to: number }) {
  const t = useT();
  const { locale } = useLocale();
  const query = useQuery(changesQuery(id, from, to, locale));
  if (query.isPending) return <Skeleton lines={5} />;
  if (query.isError) return <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />;
  return (
    <section aria-label={t('demand.part.changes')}>
      <p className={styles.none}>{t('demand.changes.between', { from, to })}</p>
      <ChangeList changes={query.data.demand?.diff ?? []} />
    </section>
  );
}
