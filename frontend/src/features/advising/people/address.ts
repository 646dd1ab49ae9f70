import { oneOf, told, type Raw } from '@/lib/address';

/** Stretches of time that figures are looked at for. */
export const PERIODS = ['quarter', 'before', 'year'] as const;
export type Period = (typeof PERIODS)[number];

export interface FiguresSearch {
  period?: Period;
}

export const readPeriod = (raw: Raw): FiguresSearch => {
  const period = oneOf(PERIODS, raw.period);
  return told({ period: period === 'quarter' ? undefined : period });
};
