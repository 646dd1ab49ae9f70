import type { ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { ErrorBox, Notice } from '@/ui/States';

import styles from '../Settings.module.css';

/** What the server has against the whole of a form. If somebody else was faster: a way to see what they did. */
export function Against({
  problems,
  error,
  onReload,
}: {
  problems: readonly Problem[];
  error: ApiError | undefined;
  onReload?: () => void;
}) {
  const t = useT();
  if (error) return <ErrorBox error={error} />;
  if (problems.length === 0) return null;
  const isStale = problems.some(({ code }) => code === 'STALE_VERSION');
  return (
    <div role="alert">
      <Notice tone="clay">
        {isStale ? <p>{t('ui.stale')}</p> : problems.map(({ code, message }) => <p key={code}>{message}</p>)}
        {isStale && onReload && (
          <p className={styles.actions}>
            <Button size="s" onClick={onReload}>
              {t('ui.stale.load')}
            </Button>
          </p>
        )}
      </Notice>
    </div>
  );
}
