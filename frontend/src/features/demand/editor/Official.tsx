import { useWatch } from 'react-hook-form';

import type { ActivityType, TechnologyField } from '@/gql/graphql';
import { useT } from '@/i18n';
import { all } from '@/lib/vocabulary';

import { Codes } from './Codes';
import { useEditing } from './context';
import { Choice, Help, Text, Ticks } from './fields';
import styles from './fields.module.css';
import type { Values } from './values';

const ACTIVITIES = all<ActivityType>({
  BASIC_RESEARCH: true,
  APPLIED_RESEARCH: true,
  EXPERIMENTAL_DEVELOPMENT: true,
  RESULT_APPLICATION: true,
  TECHNOLOGY_SERVICE: true,
  PRODUCTION: true,
});
const TECHNOLOGY_FIELDS = all<TechnologyField>({
  ELECTRONICS: true,
  OPTO_MECHATRONICS: true,
  SOFTWARE: true,
  BIOPHARMA: true,
  NEW_MATERIALS: true,
  ADVANCED_MANUFACTURING: true,
  MODERN_AGRICULTURE: true,
  NEW_ENERGY: true,
  ENVIRONMENT: true,
  OTHER: true,
});
const NAMES = [
  'activityType',
  'discipline',
  'technologyFields',
  'startYear',
  'endYear',
  'intendedPartner',
  'supervisingUnit',
] as const;

/** What forms of the authorities ask beyond what a match needs. Folded away until something in it is filled in or refused. */
export function Official() {
  const t = useT();
  const { refusals, notes } = useEditing();
  const values = useWatch<Values, typeof NAMES>({ name: NAMES });
  const [activity] = values;
  const isFilled = values.some((value) => value.length > 0);
  const isTold = NAMES.some((name) => notes.has(name) || refusals.some((refusal) => refusal.name.startsWith(name)));
  return (
    // The browser keeps what somebody opened or closed; this says only how it begins.
    <details className={styles.official} open={isFilled || isTold || undefined}>
      <summary>{t('demand.official')}</summary>
      <p className={styles.hint}>{t('demand.official.hint')}</p>
      <div className={styles.row}>
        <Text name="startYear" mode="numeric" />
        <Text name="endYear" mode="numeric" />
      </div>
      <div className={styles.block} id="field-activityType">
        <Choice name="activityType" type="ActivityType" values={ACTIVITIES} empty={t('demand.empty')} />
        <Help name="activityType" />
      </div>
      {activity === 'BASIC_RESEARCH' ? (
        <div className={styles.block} id="field-discipline">
          <Codes name="discipline" kind="disciplines" isSingle hint={t('demand.hint.discipline')} />
        </div>
      ) : (
        <Ticks name="technologyFields" type="TechnologyField" values={TECHNOLOGY_FIELDS} />
      )}
      <div className={styles.row}>
        <Text name="intendedPartner" hint={t('demand.hint.private')} />
        <Text name="supervisingUnit" hint={t('demand.hint.private')} />
      </div>
    </details>
  );
}
