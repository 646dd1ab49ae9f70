import type { PlatformTermsFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';

type Terms = Pick<PlatformTermsFragment, 'readiness' | 'weeks' | 'cost'>;

/** From where to where, how long, at what cost. What a platform does not tell is said to be not told: it is not nothing. */
export function useTerms() {
  const t = useT();
  const { money } = useFormats();
  return {
    readiness: ({ readiness }: Terms): string =>
      readiness ? t('platform.levels', { from: readiness.from, to: readiness.to }) : t('platform.levels.none'),
    weeks: ({ weeks }: Terms): string =>
      weeks
        ? t('platform.weeks.span', { min: weeks.min, max: weeks.max, same: String(weeks.min === weeks.max) })
        : t('platform.untold'),
    cost: ({ cost }: Terms): string => {
      if (!cost) return t('platform.untold');
      const [min, max] = [money(cost.min), money(cost.max)];
      return min === max ? min : t('platform.cost.span', { min, max });
    },
  };
}
