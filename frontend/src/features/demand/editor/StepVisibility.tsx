import { useFormContext, useWatch } from 'react-hook-form';

import type { DemandVisibility } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { all } from '@/lib/vocabulary';
import { Choice, Choices } from '@/ui/Choice';
import { Checkbox } from '@/ui/Field';

import { PROVINCES } from '../model';
import { useEditing, useEntry, useWord } from './context';
import { Help, Refusal, Text, Tick } from './fields';
import styles from './fields.module.css';
import type { Values } from './values';

const VISIBILITIES = all<DemandVisibility>({ ANONYMOUS: true, PUBLIC: true, ADVISOR_ONLY: true });

/** Who reads it, who is asked about it, and where it is. */
export function StepVisibility() {
  const t = useT();
  const label = useLabel();
  const word = useWord();
  const { entry, error } = useEntry('visibility');
  const { refusals, isForClient } = useEditing();
  const chosen = useWatch<Values, 'visibility'>({ name: 'visibility' });
  // Whoever writes for the owner does not say who that is; what the owner has chosen stays.
  const offered = VISIBILITIES.filter((value) => !isForClient || value !== 'PUBLIC' || chosen === 'PUBLIC');
  return (
    <>
      <div id="field-visibility">
        <Choices legend={word('visibility')} hint={t('demand.hint.visibility')} error={error}>
          {offered.map((value) => (
            <Choice key={value} title={label('DemandVisibility', value)} value={value} {...entry}>
              <p>{t(`demand.visible.${value}`)}</p>
            </Choice>
          ))}
        </Choices>
      </div>
      <fieldset className={styles.tests} id="field-contact">
        <legend>{word('contact')}</legend>
        <p className={styles.hint}>{t('demand.contact.who')}</p>
        <Refusal text={refusals.find(({ name }) => name === 'contact')?.message} />
        <div className={styles.row}>
          <Text name="contact.name" label={t('demand.contact.name')} />
          <Text name="contact.phone" label={t('demand.contact.phone')} type="tel" />
          <Text name="contact.email" label={t('demand.contact.email')} type="email" />
        </div>
        <Help name="contact" />
      </fieldset>
      <div className={styles.row} id="field-site">
        <Text name="site" mode="numeric" hint={t('demand.hint.site')} />
        <Text name="validUntil" type="date" hint={t('demand.hint.validUntil')} />
      </div>
      <Help name="site" />
      <Regions />
      <Tick name="acceptsForeign">{word('acceptsForeign')}</Tick>
    </>
  );
}

/** Provinces from which partners are preferred. Nearer places that a list or an import named stay. */
function Regions() {
  const t = useT();
  const word = useWord();
  const { setValue } = useFormContext<Values>();
  const { refusals, onTouch } = useEditing();
  const chosen = useWatch<Values, 'preferredRegions'>({ name: 'preferredRegions' });
  const toggle = (code: string, isOn: boolean) => {
    setValue('preferredRegions', isOn ? [...chosen, code] : chosen.filter((one) => one !== code), {
      shouldDirty: true,
    });
    onTouch('preferredRegions');
  };
  const near = chosen.filter((code) => !code.endsWith('0000'));
  return (
    <details className={styles.regions} id="field-preferredRegions">
      <summary>{t('demand.regions.chosen', { field: word('preferredRegions'), count: chosen.length })}</summary>
      <fieldset className={styles.ticks}>
        <legend className="visually-hidden">{word('preferredRegions')}</legend>
        <Refusal text={refusals.find(({ name }) => name.startsWith('preferredRegions'))?.message} />
        <p className={styles.hint}>{t('demand.hint.any')}</p>
        <div>
          {[...PROVINCES.map((province) => `${province}0000`), ...near].map((code) => (
            <Checkbox
              key={code}
              checked={chosen.includes(code)}
              onChange={({ target }) => toggle(code, target.checked)}
            >
              {code.endsWith('0000') ? t(`demand.division.${code.slice(0, 2) as (typeof PROVINCES)[number]}`) : code}
            </Checkbox>
          ))}
        </div>
      </fieldset>
    </details>
  );
}
