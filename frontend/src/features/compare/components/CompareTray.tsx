import { useT } from '@/i18n';
import { Button, ButtonLink } from '@/ui/Button';
import { ScaleIcon } from '@/ui/icons';
import { Chip } from '@/ui/Tag';

import { clearCompared, toggleCompared, useCompared } from '../store';
import styles from './CompareTray.module.css';

/** What was taken along, at the foot of the page. */
export function CompareTray() {
  const t = useT();
  const kept = useCompared();
  if (kept.length === 0) return null;
  return (
    <aside className={styles.tray} aria-label={t('compare.tray')}>
      <div className={styles.inside}>
        <ScaleIcon />
        <ul className={styles.list}>
          {kept.map((one) => (
            <li key={one.id}>
              <Chip onRemove={() => toggleCompared(one)} removeLabel={t('compare.remove', { title: one.title })}>
                {one.title}
              </Chip>
            </li>
          ))}
        </ul>
        <Button look="quiet" size="s" onClick={clearCompared}>
          {t('compare.clear')}
        </Button>
        <ButtonLink look="primary" size="s" to="/achievements/compare" search={{ ids: kept.map(({ id }) => id) }}>
          {t('compare.go', { count: kept.length })}
        </ButtonLink>
      </div>
    </aside>
  );
}
