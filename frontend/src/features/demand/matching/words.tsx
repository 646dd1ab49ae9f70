import { readFragment } from '@/gql';
import {
  MatchValueShownFragmentDoc,
  type MatchEvidence,
  type MatchMode,
  type MatchValueShownFragment,
} from '@/gql/graphql';
import { useFormats, useLabel, useT, type MessageId } from '@/i18n';

import type { Check } from './model';

/** Ways of transfer are said as everywhere else: kinds of license, or what is none. */
const LICENSES: readonly MatchMode[] = ['EXCLUSIVE', 'SOLE', 'NON_EXCLUSIVE', 'OPEN'];

/** What a kind of evidence says of a pair: more than strangers have in common, or not. */
export function useEvidence() {
  const t = useT();
  return (evidence: MatchEvidence, isTelling: boolean): string =>
    t(`match.says.${evidence}_${isTelling ? 'yes' : 'no'}`);
}

/** One condition in a sentence, with what either side says. */
export function useCheck() {
  const t = useT();
  const label = useLabel();
  const { money, list, country } = useFormats();
  const say = ({
    level,
    amount,
    nothingUpFront,
    modes,
    payments,
    countries,
    divisionNames,
  }: MatchValueShownFragment): string => {
    if (typeof level === 'number') return String(level);
    if (amount) return money(amount);
    if (nothingUpFront) return t('match.nothingUpFront');
    if (modes) return list(modes.map((mode) => label(LICENSES.includes(mode) ? 'LicenseKind' : 'TransferWay', mode)));
    if (payments) return list(payments.map((payment) => label('PaymentMode', payment)));
    if (countries) return countries.length > 0 ? list(countries.map(country)) : t('match.world');
    return list(divisionNames ?? []);
  };
  return ({ constraint, outcome, wanted, offered }: Check): string => {
    const [ours, theirs] = [wanted, offered].map((value) => readFragment(MatchValueShownFragmentDoc, value));
    const id: MessageId = `match.check.${constraint}_${outcome}`;
    return t(id, {
      wanted: ours ? say(ours) : '',
      offered: theirs ? say(theirs) : '',
      export: theirs?.export ?? 'none',
    });
  };
}
