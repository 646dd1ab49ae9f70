import { Outlet } from '@tanstack/react-router';

import { useMedia } from '@/lib/hooks';

import { NavDrawer } from './components/NavDrawer';
import { WorkNav } from './components/WorkNav';
import styles from './WorkFrame.module.css';

/** What is around every page behind the sign-in: where one can go, at the left; on a phone, behind a button above. */
export function WorkFrame() {
  const isPhone = useMedia('(max-width: 760px)');
  return (
    <div className={styles.frame}>
      {isPhone ? (
        <NavDrawer />
      ) : (
        <div className={styles.side}>
          <WorkNav />
        </div>
      )}
      <div className={styles.page}>
        <Outlet />
      </div>
    </div>
  );
}
