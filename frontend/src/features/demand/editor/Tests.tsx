import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';

import type { Comparator } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { all } from '@/lib/vocabulary';
import { Button, IconButton } from '@/ui/Button';
import { SelectField } from '@/ui/Field';
import { PlusIcon, TrashIcon } from '@/ui/icons';

import { useEditing, useEntry, useWord } from './context';
import { Help, Refusal, Text } from './fields';
import styles from './fields.module.css';
import { newTest, type Values } from './values';

const COMPARATORS = all<Comparator>({ AT_LEAST: true, AT_MOST: true, EQUAL: true, BETWEEN: true });

/** Measurements by which both sides will know that it is solved. */
export function Tests() {
  const t = useT();
  const word = useWord();
  const { control } = useFormContext<Values>();
  const { refusals, onTouch } = useEditing();
  const list = useFieldArray({ control, name: 'acceptanceTests' });
  const touch = () => onTouch('acceptanceTests');
  return (
    <fieldset className={styles.tests} id="field-acceptanceTests">
      <legend>{word('acceptanceTests')}</legend>
      <Refusal text={refusals.find(({ name }) => name === 'acceptanceTests')?.message} />
      <Help name="acceptanceTests" />
      {list.fields.map((field, place) => (
        <div key={field.id} className={styles.test} role="group" aria-label={t('demand.test.at', { place: place + 1 })}>
          <Test place={place} />
          <IconButton
            label={t('demand.test.remove', { place: place + 1 })}
            onClick={() => {
              list.remove(place);
              touch();
            }}
          >
            <TrashIcon />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="s"
          icon={<PlusIcon size={14} />}
          onClick={() => {
            list.append(newTest(), { focusName: `acceptanceTests.${list.fields.length}.name` });
            touch();
          }}
        >
          {t('demand.test.add')}
        </Button>
      </div>
    </fieldset>
  );
}

function Test({ place }: { place: number }) {
  const t = useT();
  const label = useLabel();
  const at = `acceptanceTests.${place}` as const;
  const comparator = useWatch<Values, `acceptanceTests.${number}.comparator`>({ name: `${at}.comparator` });
  const { entry, error } = useEntry(`${at}.comparator`);
  return (
    <div className={styles.row}>
      <Text name={`${at}.name`} label={t('demand.test.name')} />
      <SelectField {...entry} label={t('demand.test.comparator')} error={error}>
        {COMPARATORS.map((value) => (
          <option key={value} value={value}>
            {label('Comparator', value)}
          </option>
        ))}
      </SelectField>
      <Text name={`${at}.value`} label={t('demand.test.value')} mode="decimal" />
      {comparator === 'BETWEEN' && <Text name={`${at}.upper`} label={t('demand.test.upper')} mode="decimal" />}
      <Text name={`${at}.unit`} label={t('demand.test.unit')} />
      <Text name={`${at}.method`} label={t('demand.test.method')} />
    </div>
  );
}
