import type { RuleFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

import { plain } from '../model';

/** Units that people say after a number; what else stands there says how a value is written, not what it counts. */
const COUNTED = ['days', 'working_days', 'months', 'years', 'persons'] as const;

/** The value of a rule as one says it: "2 working days", "70%". */
export function useValued(): (rule: Pick<RuleFragment, 'value' | 'unit'>) => string {
  const t = useT();
  const { percent } = useFormats();
  return ({ value, unit }) => {
    if (typeof value !== 'number') return plain(value);
    if (unit === 'basis_points') return percent(value);
    const counted = COUNTED.find((one) => one === unit);
    return counted ? t(`operation.rules.in.${counted}`, { value }) : plain(value);
  };
}
