import { useT } from '@/i18n';
import { Button } from '@/ui/Button';

import styles from './Advising.module.css';

/** The next page of a list, if there is one. */
export function More({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}) {
  const t = useT();
  if (!query.hasNextPage) return null;
  return (
    <div className={styles.more}>
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('ui.more')}
      </Button>
    </div>
  );
}
