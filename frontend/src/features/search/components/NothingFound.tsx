import { useT } from '@/i18n';
import { Button } from '@/ui/Button';
import { Empty } from '@/ui/States';

import { countFilters, readSearch, withoutFilters, type Search } from '../model';

/** Nothing fits: what stands in the way, and how to take it away. */
export function NothingFound({ search, onChange }: { search: Search; onChange: (search: Search) => void }) {
  const t = useT();
  const filters = countFilters(search);
  return (
    <Empty title={search.q ? t('search.nothing.query', { query: search.q }) : t('search.nothing.filters')}>
      <p>{t(filters ? 'search.nothing.loosen' : 'search.nothing.words')}</p>
      {filters > 0 && (
        <Button onClick={() => onChange(withoutFilters(search))}>
          {t('search.nothing.clear', { count: filters })}
        </Button>
      )}
      {search.q && <Button onClick={() => onChange(readSearch({}))}>{t('search.nothing.all')}</Button>}
    </Empty>
  );
}
