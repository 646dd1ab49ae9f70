import { memo, useState } from 'react';

import type { SearchAchievementsQuery } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Checkbox } from '@/ui/Field';
import { Button } from '@/ui/Button';

import { FACETS, toggled, type FacetOf, type Search } from '../model';
import styles from './Facets.module.css';
import { ReadinessFilter } from './ReadinessFilter';

export type Counts = SearchAchievementsQuery['searchListings']['facets'];
type Value = Counts[number]['values'][number];

interface Props {
  search: Search;
  counts: Counts;
  /** Names of organizations by id. */
  names: ReadonlyMap<string, string>;
  onChange: (search: Search) => void;
}

/** More than this are behind "more". */
const FIRST = 6;

/** What can be narrowed down, each value with how much it would leave. */
export const Facets = memo(function Facets({ search, counts, names, onChange }: Props) {
  const t = useT();
  const valuesOf = (facet: string): readonly Value[] => counts.find((one) => one.facet === facet)?.values ?? [];
  const later = valuesOf('USE_FIRST_PAY_LATER').find(({ value }) => value === 'true')?.count ?? 0;
  return (
    <div className={styles.facets}>
      <div className={styles.later}>
        <Checkbox checked={search.ufpl} onChange={() => onChange({ ...search, ufpl: !search.ufpl })} count={later}>
          <b>{t('search.facet.ufpl')}</b>
          <small>{t('search.facet.ufpl.hint')}</small>
        </Checkbox>
      </div>
      <ReadinessFilter value={search.trl} counts={valuesOf('TRL')} onChange={(trl) => onChange({ ...search, trl })} />
      {FACETS.map((facet) => (
        <ListFacet
          key={facet.key}
          facet={facet}
          values={valuesOf(facet.facet)}
          names={names}
          search={search}
          onChange={onChange}
        />
      ))}
    </div>
  );
});

function ListFacet({
  facet,
  values,
  names,
  search,
  onChange,
}: { facet: FacetOf; values: readonly Value[] } & Pick<Props, 'names' | 'search' | 'onChange'>) {
  const t = useT();
  const label = useLabel();
  const [all, setAll] = useState(false);
  const chosen = search[facet.key] as string[];
  // What was chosen stays, even where nothing of it is left: it must be possible to take it back.
  const gone = chosen
    .filter((value) => !values.some((one) => one.value === value))
    .map((value) => ({ value, label: value, count: 0 }));
  const rows = [...values, ...gone];
  const shown = all ? rows : rows.filter((row, place) => place < FIRST || chosen.includes(row.value));
  if (rows.length === 0) return null;
  const text = (value: Value) =>
    facet.type ? label(facet.type, value.value) : (names.get(value.value) ?? value.label);
  return (
    <details className={styles.group} open={facet.open || chosen.length > 0}>
      <summary>{t(facet.title)}</summary>
      <fieldset>
        <legend className="visually-hidden">{t(facet.title)}</legend>
        {shown.map((value) => (
          <Checkbox
            key={value.value}
            checked={chosen.includes(value.value)}
            count={value.count}
            onChange={() => onChange(toggled(search, facet.key, value.value))}
          >
            {text(value)}
          </Checkbox>
        ))}
        {(rows.length > shown.length || all) && (
          <Button look="quiet" size="s" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('search.facet.less') : t('search.facet.more', { count: rows.length - shown.length })}
          </Button>
        )}
      </fieldset>
    </details>
  );
}
