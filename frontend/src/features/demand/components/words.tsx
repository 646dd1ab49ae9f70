import { readFragment, type FragmentType } from '@/gql';
import { BudgetShownFragmentDoc } from '@/gql/graphql';
import { useFormats, useLabel, useT } from '@/i18n';

import { extentOf, provinceOf } from '../model';

/** What a budget comes to, in words. */
export function useBudget() {
  const t = useT();
  const label = useLabel();
  const { money } = useFormats();
  return (masked: FragmentType<typeof BudgetShownFragmentDoc> | null | undefined): string => {
    const budget = readFragment(BudgetShownFragmentDoc, masked);
    if (!budget) return t('demand.budget.none');
    const mode = label('BudgetMode', budget.mode);
    const extent = extentOf(budget);
    if (extent.kind === 'none') return mode;
    const amounts =
      extent.kind === 'one'
        ? money(extent.amount)
        : extent.kind === 'from'
          ? t('demand.budget.from', { min: money(extent.min) })
          : extent.kind === 'upTo'
            ? t('demand.budget.upTo', { max: money(extent.max) })
            : t('demand.budget.between', { min: money(extent.min), max: money(extent.max) });
    return extent.kind === 'between' && budget.mode === 'RANGE' ? amounts : `${amounts} · ${mode}`;
  };
}

/** A division of China by the name of its province: those who are not named are no nearer to be found. */
export function useDivision() {
  const t = useT();
  return (code: string | null | undefined): string | undefined => {
    const province = provinceOf(code);
    return province ? t(`demand.division.${province}`) : (code ?? undefined);
  };
}

interface Profile {
  country: string;
  region?: string | null;
  size?: string | null;
  branch?: string | null;
}

/** What is told of an owner in any case. */
export function useProfile() {
  const label = useLabel();
  const { country } = useFormats();
  const division = useDivision();
  return (profile: Profile | null | undefined): string[] =>
    profile
      ? [
          division(profile.region) ?? country(profile.country),
          profile.branch && label('SizeIndustry', profile.branch),
          profile.size && label('EnterpriseSize', profile.size),
        ].filter((one): one is string => typeof one === 'string')
      : [];
}
