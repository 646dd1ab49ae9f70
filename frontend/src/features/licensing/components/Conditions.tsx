import { readFragment, type FragmentType } from '@/gql';
import { ConditionShownFragmentDoc, type ConditionShownFragment } from '@/gql/graphql';
import { useFormats, useLabel, useT, type MessageId } from '@/i18n';
import { AlertIcon, CheckIcon, CloseIcon, InfoIcon } from '@/ui/icons';

import { factsOf, verdictOf, type Fact } from '../model';
import styles from './Conditions.module.css';

type Verdict = ReturnType<typeof verdictOf>;

const WORDS: Record<Verdict, MessageId> = {
  pass: 'licensing.condition.pass',
  fail: 'licensing.condition.fail',
  warn: 'licensing.condition.warn',
  unknown: 'licensing.condition.unknown',
};

const ICONS = { pass: CheckIcon, fail: CloseIcon, warn: AlertIcon, unknown: InfoIcon };

/** The test of "use first, pay later", condition by condition: what is asked for, what it met, and who says so. */
export function Conditions({ conditions }: { conditions: readonly FragmentType<typeof ConditionShownFragmentDoc>[] }) {
  return (
    <ol className={styles.conditions}>
      {conditions
        .map((condition) => readFragment(ConditionShownFragmentDoc, condition))
        .map((condition) => (
          <Condition key={condition.code} condition={condition} />
        ))}
    </ol>
  );
}

function Condition({ condition }: { condition: ConditionShownFragment }) {
  const t = useT();
  const label = useLabel();
  const show = useShow();
  const verdict = verdictOf(condition);
  const { wanted, found } = factsOf(condition);
  const Icon = ICONS[verdict];
  return (
    <li className={styles[verdict]}>
      <span className={styles.icon}>
        <Icon size={16} />
      </span>
      <div className={styles.words}>
        <h3>
          {label('UseFirstPayLaterConditionCode', condition.code)} <small>{t(WORDS[verdict])}</small>
        </h3>
        {(wanted ?? found) && (
          <dl className={styles.facts}>
            {wanted && (
              <div>
                <dt>{t('licensing.condition.wanted')}</dt>
                <dd>{t('licensing.condition.least', { is: wanted.kind, value: show(wanted) })}</dd>
              </div>
            )}
            {found && (
              <div>
                <dt>{t('licensing.condition.found')}</dt>
                <dd>{show(found)}</dd>
              </div>
            )}
          </dl>
        )}
        {condition.reason && <p className={styles.reason}>{label('UseFirstPayLaterReason', condition.reason)}</p>}
        <details className={styles.rule}>
          <summary>{condition.citation}</summary>
          {condition.rule && <p>{condition.rule.summary}</p>}
        </details>
      </div>
    </li>
  );
}

function useShow(): (fact: Fact) => string {
  const t = useT();
  const label = useLabel();
  const { list, date } = useFormats();
  return (fact) => {
    if (fact.kind === 'months') return t('licensing.months', { months: fact.months });
    if (fact.kind === 'date') return date(fact.date);
    return list(fact.values.map((value) => label(fact.type, value)));
  };
}
