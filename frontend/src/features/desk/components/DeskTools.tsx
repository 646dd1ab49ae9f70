import { Bell } from '@/features/inbox';
import { useT } from '@/i18n';
import { IconButton } from '@/ui/Button';
import { CommandIcon } from '@/ui/deskIcons';

import { show } from '../store';
import styles from './DeskTools.module.css';

/** What somebody who is signed in has at hand on every page. */
export function DeskTools() {
  const t = useT();
  return (
    <>
      <IconButton
        label={t('palette.title')}
        className={styles.palette}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => show('palette')}
      >
        <CommandIcon />
      </IconButton>
      <Bell />
    </>
  );
}
