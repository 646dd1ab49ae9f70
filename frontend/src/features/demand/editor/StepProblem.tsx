import { CHAINS } from '@/lib/vocabulary';
import { useT } from '@/i18n';

import { Existing } from '../matching/Existing';
import { Codes } from './Codes';
import { Help, Text, Ticks, Tongues } from './fields';
import styles from './fields.module.css';

/** The problem in the words of whoever has it. */
export function StepProblem() {
  const t = useT();
  return (
    <>
      <Tongues name="title" />
      <Tongues name="problem" rows={6} />
      <Tongues name="currentSolution" rows={4} />
      <Tongues name="expectedTarget" rows={3} />
      <div className={styles.block} id="field-keywords">
        <Text name="keywords" hint={t('demand.hint.keywords')} />
        <Help name="keywords" />
      </div>
      <div className={styles.block} id="field-industries">
        <Codes name="industries" kind="industries" hint={t('demand.hint.industries')} />
        <Help name="industries" />
      </div>
      <div className={styles.block} id="field-ipc">
        <Codes name="ipc" kind="ipc" hint={t('demand.hint.ipc')} />
        <Help name="ipc" />
      </div>
      <Ticks name="chains" type="IndustryChain" values={CHAINS} />
      <Existing />
    </>
  );
}
