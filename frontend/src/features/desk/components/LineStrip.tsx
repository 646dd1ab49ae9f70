import { useT } from '@/i18n';
import { useOnline, useSettled } from '@/lib/hooks';
import type { LineState } from '@/lib/events';
import { sessionAgain } from '@/lib/session';
import { Banner } from '@/ui/Banner';
import { Button } from '@/ui/Button';
import { OfflineIcon } from '@/ui/deskIcons';
import { LockIcon } from '@/ui/icons';

import styles from './LineStrip.module.css';

/** A line that comes back by itself within this time is nobody's concern. */
const PATIENCE = 3000;

/** Says that the network, the line to the server or the session is gone, for as long as it is. What is shown stays. */
export function LineStrip({ line, isLost }: { line: LineState; isLost: boolean }) {
  const t = useT();
  const isOnline = useOnline();
  const isDown = useSettled(line === 'lost', PATIENCE) && line === 'lost';
  return (
    <div className={styles.strip}>
      {isLost ? (
        <Banner
          tone="bloom"
          icon={<LockIcon />}
          action={
            <Button size="s" look="primary" onClick={sessionAgain}>
              {t('desk.return.go')}
            </Button>
          }
        >
          {t('desk.return.strip')}
        </Banner>
      ) : (
        (!isOnline || isDown) && (
          <Banner icon={<OfflineIcon />}>{t(isOnline ? 'desk.line.lost' : 'desk.line.offline')}</Banner>
        )
      )}
    </div>
  );
}
