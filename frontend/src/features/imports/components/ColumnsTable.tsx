import { useMemo } from 'react';

import { useT } from '@/i18n';
import { DataTable, type Column } from '@/ui/DataTable';
import { SelectField } from '@/ui/Field';
import { Tag } from '@/ui/Tag';

import styles from '../imports.module.css';
import { SECTIONS, sectionOf, type Conflict, type Field, type Mapping, type PreviewColumn } from '../mapping';

/** Every column of the file: what is in it, and which field it feeds. */
export function ColumnsTable({
  columns,
  fields,
  mapping,
  conflicts,
  onChange,
}: {
  columns: readonly PreviewColumn[];
  fields: readonly Field[];
  mapping: Mapping;
  conflicts: readonly Conflict[];
  onChange: (mapping: Mapping) => void;
}) {
  const t = useT();
  const options = useMemo(
    () =>
      SECTIONS.map((section) => (
        <optgroup key={section} label={t(`imports.section.${section}`)}>
          {fields
            .filter(({ path }) => sectionOf(path) === section)
            .map(({ path, label }) => (
              <option key={path} value={path}>
                {label}
              </option>
            ))}
        </optgroup>
      )),
    [fields, t],
  );
  const state = ({ column, suggestedField, confidence }: PreviewColumn) => {
    const field = mapping.get(column) ?? null;
    if (conflicts.some((conflict) => conflict.columns.includes(column)))
      return <Tag tone="clay">{t('imports.map.twice')}</Tag>;
    if (field === null) return <Tag>{t('imports.map.left')}</Tag>;
    if (field !== suggestedField?.path) return <Tag tone="sky">{t('imports.map.chosen')}</Tag>;
    return confidence === 'CERTAIN' ? (
      <Tag tone="leaf">{t('imports.map.certain')}</Tag>
    ) : (
      <Tag tone="bloom">{t('imports.map.likely')}</Tag>
    );
  };
  const shown: Column<PreviewColumn>[] = [
    { key: 'column', title: t('imports.map.column'), isHead: true, cell: ({ column }) => column },
    {
      key: 'values',
      title: t('imports.map.values'),
      cell: ({ values }) => (
        <span className={styles.samples} title={values.join('\n')}>
          {values.length > 0 ? [...new Set(values)].join(' · ') : t('imports.map.empty')}
        </span>
      ),
    },
    {
      key: 'field',
      title: t('imports.map.field'),
      cell: ({ column }) => (
        <SelectField
          label={t('imports.map.fieldOf', { column })}
          hideLabel
          value={mapping.get(column) ?? ''}
          onChange={(event) => onChange(new Map(mapping).set(column, event.target.value || null))}
        >
          <option value="">{t('imports.map.leave')}</option>
          {options}
        </SelectField>
      ),
    },
    { key: 'state', title: t('imports.map.state'), cell: state },
  ];
  return (
    <div className={styles.columns}>
      <DataTable caption={t('imports.heading.map')} rows={columns} columns={shown} rowKey={({ column }) => column} />
    </div>
  );
}
