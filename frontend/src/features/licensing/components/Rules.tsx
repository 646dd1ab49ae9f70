import { readFragment, type FragmentType } from '@/gql';
import { RuleShownFragmentDoc } from '@/gql/graphql';
import { useLabel, useT } from '@/i18n';
import { Tag } from '@/ui/Tag';

import styles from './Rules.module.css';

/** The rules that a case goes by to its end, each with where it is written. */
export function Rules({ rules }: { rules: readonly FragmentType<typeof RuleShownFragmentDoc>[] }) {
  const t = useT();
  const label = useLabel();
  if (rules.length === 0) return null;
  return (
    <details className={styles.rules}>
      <summary>{t('licensing.rules', { count: rules.length })}</summary>
      <p>{t('licensing.rules.lead')}</p>
      <ul>
        {rules
          .map((rule) => readFragment(RuleShownFragmentDoc, rule))
          .map((rule) => (
            <li key={rule.ruleId}>
              <p>
                {rule.summary} {rule.evidence !== 'LAW' && <Tag>{label('RuleEvidence', rule.evidence)}</Tag>}
              </p>
              <p className={styles.citation}>{rule.citation}</p>
            </li>
          ))}
      </ul>
    </details>
  );
}
