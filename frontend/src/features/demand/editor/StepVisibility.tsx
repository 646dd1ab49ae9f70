import { useFormContext } from 'react-hook-form';

import type { DemandVisibility } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { all } from '@/lib/vocabulary';
import { Choice, Choices } from '@/ui/Choice';

import { useEditing, useEntry, useWord } from './context';
import { Codes } from './Codes';
import { Help, Refusal, Text, Tick } from './fields';
import styles from './fields.module.css';
import type { Values } from './values';

const VISIBILITIES = all<DemandVisibility>({ ANONYMOUS: true, PUBLIC: true, ADVISOR_ONLY: true });

const REACH: readonly DemandVisibility[] = ['ADVISOR_ONLY', 'ANONYMOUS', 'PUBLIC'];

/** Who reads it, who is asked about it, and where it is. */
export function StepVisibility() {
  const t = useT();
  const label = useLabel();
  const word = useWord();
  const { entry, error } = useEntry('visibility');
  const { refusals, isForClient } = useEditing();
  const saved = useFormContext<Values>().formState.defaultValues?.visibility ?? 'ANONYMOUS';
  // Whoever writes for the owner shows it to nobody who would not read it as it was saved.
  const reach = (value: DemandVisibility) => REACH.indexOf(value);
  const offered = VISIBILITIES.filter((value) => !isForClient || reach(value) <= reach(saved));
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
        <Codes name="site" kind="divisions" isSingle hint={t('demand.hint.site')} />
        <Text name="validUntil" type="date" hint={t('demand.hint.validUntil')} />
      </div>
      <Help name="site" />
      <div className={styles.block} id="field-preferredRegions">
        <Codes name="preferredRegions" kind="divisions" hint={t('demand.hint.any')} />
      </div>
      <Tick name="acceptsForeign">{word('acceptsForeign')}</Tick>
    </>
  );
}
