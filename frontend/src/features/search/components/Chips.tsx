import { useLabel, useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Chip } from '@/ui/Tag';

import { FACETS, countFilters, toggled, withoutFilters, type Search } from '../model';
import styles from './Chips.module.css';

interface Props {
  search: Search;
  names: ReadonlyMap<string, string>;
  onChange: (search: Search) => void;
}

/** What was chosen, each to be taken back. */
export function Chips({ search, names, onChange }: Props) {
  const t = useT();
  const label = useLabel();
  if (countFilters(search) === 0) return null;
  const chip = (key: string, text: string, without: Search) => (
    <li key={key}>
      <Chip onRemove={() => onChange(without)} removeLabel={t('search.chip.remove', { name: text })}>
        {text}
      </Chip>
    </li>
  );
  return (
    <ul className={styles.chips} aria-label={t('search.chips')}>
      {search.ufpl && chip('ufpl', t('search.facet.ufpl'), { ...search, ufpl: false })}
      {search.trl !== undefined &&
        chip('trl', t('search.chip.trl', { level: search.trl }), { ...search, trl: undefined })}
      {FACETS.flatMap(({ key, type }) =>
        search[key].map((value) =>
          chip(`${key} ${value}`, type ? label(type, value) : (names.get(value) ?? value), toggled(search, key, value)),
        ),
      )}
      <li>
        <Button look="quiet" size="s" onClick={() => onChange(withoutFilters(search))}>
          {t('search.chips.clear')}
        </Button>
      </li>
    </ul>
  );
}
