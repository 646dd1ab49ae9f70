import { useT } from '@/i18n';
import { CHAINS, LISTING_KINDS, SECTORS, STRATEGIC } from '@/lib/vocabulary';

import { Area, Both, Choice, Codes, Text, Ticks } from './fields';
import { Entries } from './Entries';
import styles from './Editor.module.css';
import { BASES, LEVELS } from './vocabulary';

export function Basics() {
  const t = useT();
  return (
    <>
      <Both name="title" hint={t('listing.hint.title')} />
      <Both name="abstract" rows={5} hint={t('listing.hint.abstract')} />
      <div className={styles.row}>
        <Choice name="kind" type="ListingKind" values={LISTING_KINDS} empty={t('listing.notChosen')} />
        <Text name="department" />
        <Text name="externalReference" hint={t('listing.hint.externalReference')} />
      </div>
      <Text name="keywords" hint={t('listing.hint.keywords')} />
      <div className={styles.row}>
        <Level />
        <Choice name="readiness.basis" type="ReadinessBasis" values={BASES} />
        <Text name="readiness.assessedOn" type="date" />
      </div>
    </>
  );
}

function Level() {
  const t = useT();
  return (
    <Choice
      name="readiness.level"
      type=""
      values={LEVELS}
      empty={t('listing.notChosen')}
      hint={t('listing.hint.readiness')}
    />
  );
}

export function Value() {
  const t = useT();
  return (
    <>
      <Both name="problem" rows={5} hint={t('listing.hint.problem')} />
      <Both name="benefit" rows={5} hint={t('listing.hint.benefit')} />
      <Area name="innovationPoints" rows={3} hint={t('listing.hint.innovationPoints')} />
      <Both name="scenarios" rows={4} />
      <Both name="appliedCases" rows={4} />
    </>
  );
}

export function Figures() {
  const t = useT();
  return (
    <Entries
      name="indicators"
      add={t('listing.add.indicator')}
      make={() => ({ name: '', value: '', unit: '', benchmark: '' })}
      hint={t('listing.hint.indicators')}
    >
      {(place) => (
        <div className={styles.row4}>
          <Text name={`indicators.${place}.name`} />
          <Text name={`indicators.${place}.value`} />
          <Text name={`indicators.${place}.unit`} />
          <Text name={`indicators.${place}.benchmark`} />
        </div>
      )}
    </Entries>
  );
}

export function Fields() {
  const t = useT();
  return (
    <>
      <Ticks name="chains" type="IndustryChain" values={CHAINS} />
      <Ticks name="shanghaiSectors" type="ShanghaiSector" values={SECTORS} />
      <Ticks name="strategicIndustries" type="StrategicIndustry" values={STRATEGIC} />
      <div className={styles.row}>
        <Codes name="industries" kind="industries" hint={t('listing.hint.industries')} />
        <Codes name="ipc" kind="ipc" hint={t('listing.hint.ipc')} />
      </div>
    </>
  );
}
