import { Link } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useT } from '@/i18n';

import { groupsFor, isAbove } from '../nav';
import styles from './WorkNav.module.css';

/** Where one can go, by the area that one works in. */
export function WorkNav({ onGo }: { onGo?: () => void }) {
  const t = useT();
  const viewer = useViewer();
  return (
    <nav className={styles.nav} aria-label={t('work.nav')}>
      {groupsFor(viewer).map(({ title, entries }) => (
        <div key={title ?? 'all'}>
          {title && <h2>{t(title)}</h2>}
          <ul>
            {entries.map(({ to, title, org }) => (
              <li key={to}>
                <Link
                  to={to}
                  search={(org ? { org } : {}) as never}
                  activeOptions={{ exact: isAbove(to), includeSearch: false }}
                  activeProps={{ 'aria-current': 'page' }}
                  onClick={onGo}
                >
                  {t(title)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
