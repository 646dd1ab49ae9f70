import { useT } from '@/i18n';
import { Checkbox } from '@/ui/Field';

import { MOST, toggleCompared, useCompared, type Kept } from '../store';

/** Takes an achievement along to be compared. */
export function CompareToggle({ id, title }: Kept) {
  const t = useT();
  const kept = useCompared();
  const checked = kept.some((one) => one.id === id);
  const full = !checked && kept.length >= MOST;
  return (
    <Checkbox
      checked={checked}
      disabled={full}
      title={full ? t('compare.full', { most: MOST }) : undefined}
      onChange={() => toggleCompared({ id, title })}
    >
      {t('compare.toggle')}
      <span className="visually-hidden"> {title}</span>
    </Checkbox>
  );
}
