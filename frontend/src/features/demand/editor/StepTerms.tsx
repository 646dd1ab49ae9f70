import type { BudgetMode, PaymentMode, SolutionMode } from '@/gql/graphql';
import { useT } from '@/i18n';
import { all, LICENSE_KINDS } from '@/lib/vocabulary';

import { useWord } from './context';
import { Choice, Currency, Help, Text, Tick, Ticks } from './fields';
import styles from './fields.module.css';
import { Official } from './Official';
import { Tests } from './Tests';

const LEVELS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const BUDGET_MODES = all<BudgetMode>({ RANGE: true, FIXED: true, BY_RESULT: true, NEGOTIABLE: true });
const SOLUTION_MODES = all<SolutionMode>({ JOINT: true, COMMISSIONED: true, INDEPENDENT: true, OTHER: true });
const PAYMENT_MODES = all<PaymentMode>({
  LUMP_SUM: true,
  INSTALMENT: true,
  DEFERRED: true,
  ROYALTY: true,
  ENTRY_PLUS_ROYALTY: true,
  CONDITIONAL: true,
  TRIAL_THEN_CONVERT: true,
  ZERO_ENTRY_MIXED: true,
  USE_FIRST_COOPERATE: true,
  EQUITY: true,
  FREE: true,
});

/** How both sides will know that it is solved, and what that is worth. */
export function StepTerms() {
  const t = useT();
  const word = useWord();
  return (
    <>
      <Tests />
      <div className={styles.block} id="field-budget">
        <div className={styles.row}>
          <Choice
            name="budget.mode"
            type="BudgetMode"
            values={BUDGET_MODES}
            empty={t('demand.empty')}
            hint={t('demand.hint.budget')}
          />
          <Text
            name="budget.min"
            label={t('demand.budget.least')}
            mode="decimal"
            after={<Currency name="budget.currency" />}
          />
          <Text name="budget.max" label={t('demand.budget.most')} mode="decimal" />
        </div>
        <Help name="budget" />
      </div>
      <div className={styles.row} id="field-plannedInvestment">
        <Text
          name="plannedInvestment.amount"
          mode="decimal"
          hint={t('demand.hint.investment')}
          after={<Currency name="plannedInvestment.currency" />}
        />
        <Text name="deadline" type="date" />
      </div>
      <Help name="deadline" />
      <div className={styles.row} id="field-solutionMode">
        <Choice name="solutionMode" type="SolutionMode" values={SOLUTION_MODES} empty={t('demand.empty')} />
        <Choice name="trlMin" type="" values={LEVELS} empty={t('demand.filter.trl.any')} />
      </div>
      <Help name="solutionMode" />
      <Help name="trlMin" />
      <div className={styles.block} id="field-wantsUseFirstPayLater">
        <Tick name="wantsUseFirstPayLater">{word('wantsUseFirstPayLater')}</Tick>
        <Help name="wantsUseFirstPayLater" />
      </div>
      <Ticks name="licenseKinds" type="LicenseKind" values={LICENSE_KINDS} hint={t('demand.hint.any')} />
      <Help name="licenseKinds" />
      <Ticks name="paymentModes" type="PaymentMode" values={PAYMENT_MODES} hint={t('demand.hint.any')} />
      <Official />
    </>
  );
}
