import { Link, Outlet } from '@tanstack/react-router';

import { useViewer } from '@/features/account';
import { useT } from '@/i18n';

import { GROUPS } from './nav';
import styles from './WorkFrame.module.css';

/** What is around every page behind the sign-in: where one can go, at the left; on a small screen, above. */
export function WorkFrame() {
  const t = useT();
  const viewer = useViewer();
  const areas = viewer?.workAreas ?? [];
  const groups = GROUPS.filter(({ area }) => area === undefined || areas.includes(area));
  return (
    <div className={styles.frame}>
      <nav className={styles.nav} aria-label={t('work.nav')}>
        {groups.map(({ area, title, entries }) => (
          <div key={area ?? title ?? 'all'} className={styles.group}>
            {title && <h2>{t(title)}</h2>}
            <ul>
              {entries.map(({ to, title }) => (
                <li key={to}>
                  <Link
                    to={to}
                    activeOptions={{ exact: to === '/work' || to === '/work/operation', includeSearch: false }}
                    activeProps={{ 'aria-current': 'page' }}
                  >
                    {t(title)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={styles.page}>
        <Outlet />
      </div>
    </div>
  );
}
