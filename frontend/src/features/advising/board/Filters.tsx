import { useT } from '@/i18n';
import { Checkbox, SelectField } from '@/ui/Field';
import { Chip } from '@/ui/Tag';

import { DUE, isFiltered, readBoard, type BoardSearch } from './address';
import styles from './Board.module.css';

/** What is left out of the board. The address says it, so that it can be passed on. */
export function Filters({
  search,
  isStaff,
  onChange,
}: {
  search: BoardSearch;
  isStaff: boolean;
  onChange: (next: BoardSearch) => void;
}) {
  const t = useT();
  const set = (part: { [Part in keyof BoardSearch]?: unknown }) => onChange(readBoard({ ...search, ...part }));
  return (
    <div className={styles.filters} role="group" aria-label={t('advising.filters')}>
      {!search.closed && (
        <>
          <SelectField
            label={t('advising.filter.due')}
            hideLabel
            value={search.due ?? ''}
            onChange={({ target: { value } }) => set({ due: value })}
          >
            <option value="">{t('advising.filter.due.any')}</option>
            {DUE.map((days) => (
              <option key={days} value={days}>
                {t('advising.filter.due.days', { days: Number(days) })}
              </option>
            ))}
          </SelectField>
          <Checkbox checked={search.stuck ?? false} onChange={({ target: { checked } }) => set({ stuck: checked })}>
            {t('advising.filter.stuck')}
          </Checkbox>
          <Checkbox checked={search.late ?? false} onChange={({ target: { checked } }) => set({ late: checked })}>
            {t('advising.filter.late')}
          </Checkbox>
        </>
      )}
      {search.client && (
        <Chip onRemove={() => set({ client: undefined })} removeLabel={t('advising.filter.client.remove')}>
          {t('advising.filter.client')}
        </Chip>
      )}
      {isStaff && search.advisor && (
        <Chip onRemove={() => set({ advisor: undefined })} removeLabel={t('advising.filter.advisor.remove')}>
          {t('advising.filter.advisor')}
        </Chip>
      )}
      {isFiltered(search) && (
        <button type="button" className={styles.clear} onClick={() => onChange(readBoard({ view: search.view }))}>
          {t('advising.filter.clear')}
        </button>
      )}
    </div>
  );
}
