import { useFormats, useT } from '@/i18n';

/** A count that the server stopped at its cap says so. */
export interface Count {
  totalCount: number;
  totalCountIsExact: boolean;
}

export function useCounted() {
  const t = useT();
  const { number } = useFormats();
  return ({ totalCount, totalCountIsExact }: Count): string =>
    totalCountIsExact ? number(totalCount) : t('operation.atLeast', { count: totalCount });
}
