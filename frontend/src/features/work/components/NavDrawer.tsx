import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';

import { useViewer } from '@/features/account';
import { useT } from '@/i18n';
import { MenuIcon } from '@/ui/deskIcons';
import { Dialog } from '@/ui/Dialog';

import { groupsFor } from '../nav';
import styles from './NavDrawer.module.css';
import { WorkNav } from './WorkNav';

/** The same navigation on a phone: a button that says where one is, and a drawer. */
export function NavDrawer() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const viewer = useViewer();
  const { pathname } = useLocation();
  const entries = groupsFor(viewer).flatMap((group) => group.entries);
  const here = entries
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((one, other) => other.to.length - one.to.length)[0];
  return (
    <div className={styles.bar}>
      <button type="button" className={styles.opener} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <MenuIcon />
        <span className="visually-hidden">{t('work.nav.open')}</span>
        {here && <span>{t(here.title)}</span>}
      </button>
      <Dialog drawer open={open} onClose={() => setOpen(false)} title={t('work.nav')}>
        <WorkNav onGo={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}
