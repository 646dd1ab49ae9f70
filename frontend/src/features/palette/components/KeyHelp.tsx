import { useSyncExternalStore } from 'react';

import { useT, type MessageId } from '@/i18n';
import { lettersOn, setLetters, watchLetters } from '@/lib/keyboard';
import { Dialog } from '@/ui/Dialog';
import { Checkbox } from '@/ui/Field';
import { Keys } from '@/ui/Keys';

import styles from './KeyHelp.module.css';

const isMac = () => /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** Keys, and what they do; whether they are single letters, which can be off. */
const ROWS: readonly { keys: () => readonly string[]; title: MessageId; isLetter: boolean }[] = [
  { keys: () => [isMac() ? '⌘' : 'Ctrl', 'K'], title: 'palette.title', isLetter: false },
  { keys: () => ['/'], title: 'palette.key.search', isLetter: true },
  { keys: () => ['g', 'w'], title: 'work.nav.workbench', isLetter: true },
  { keys: () => ['g', 'i'], title: 'work.nav.inbox', isLetter: true },
  { keys: () => ['g', 'a'], title: 'shell.achievements', isLetter: true },
  { keys: () => ['?'], title: 'palette.help', isLetter: true },
];

/** What the keyboard can do here, and the switch for what gets in somebody's way. */
export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT();
  const on = useSyncExternalStore(watchLetters, lettersOn);
  return (
    <Dialog open={open} onClose={onClose} title={t('palette.help')}>
      <dl className={styles.list}>
        {ROWS.map(({ keys, title, isLetter }) => (
          <div key={title} data-off={(isLetter && !on) || undefined}>
            <dt>{t(title)}</dt>
            <dd>
              <Keys keys={keys()} />
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox checked={on} onChange={(event) => setLetters(event.target.checked)}>
        {t('palette.letters')}
      </Checkbox>
      <p className={styles.hint}>{t('palette.letters.hint')}</p>
    </Dialog>
  );
}
