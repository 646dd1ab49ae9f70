import { Link } from '@tanstack/react-router';

import { useT } from '@/i18n';
import { BellIcon } from '@/ui/deskIcons';

import { useInboxHead } from '../queries';
import styles from './Bell.module.css';

/** More than this nobody counts. */
const MOST = 99;

/** How much is new, and the way to it. */
export function Bell() {
  const t = useT();
  const unread = useInboxHead()?.unread ?? 0;
  const label = t('inbox.bell', { unread });
  return (
    <Link to="/work/inbox" className={styles.bell} aria-label={label} title={label}>
      <BellIcon size={20} />
      {unread > 0 && (
        <span className={styles.badge} aria-hidden="true">
          {unread > MOST ? t('inbox.bell.many', { most: MOST }) : unread}
        </span>
      )}
    </Link>
  );
}
