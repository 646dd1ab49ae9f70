import type { BudgetShownFragment, DemandFilterInput, SavedSearchRowFragment } from '@/gql/graphql';
import { told, type Unread } from '@/lib/address';
import type { Amount } from '@/lib/money';

import { readDemands, type DemandSearch, type FilterKey } from './address';

type KeptFilter = NonNullable<SavedSearchRowFragment['demandFilter']>;

/** Sections of GB/T 4754 in which enterprises ask for technology. */
export const SECTIONS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'I', 'M', 'N', 'Q'] as const;

/** Divisions of China at the level of a province, by the first two digits of GB/T 2260. */
export const PROVINCES = [
  '11',
  '12',
  '13',
  '14',
  '15',
  '21',
  '22',
  '23',
  '31',
  '32',
  '33',
  '34',
  '35',
  '36',
  '37',
  '41',
  '42',
  '43',
  '44',
  '45',
  '46',
  '50',
  '51',
  '52',
  '53',
  '54',
  '61',
  '62',
  '63',
  '64',
  '65',
  '71',
  '81',
  '82',
] as const;
export type Province = (typeof PROVINCES)[number];

/** The province of a division; undefined for what is no code of one. */
export const provinceOf = (code: string | null | undefined): Province | undefined =>
  code && /^\d{6}$/.test(code) ? PROVINCES.find((province) => code.startsWith(province)) : undefined;

/** What the API is asked for. */
export function filterOf({ q, industry, trl, ufpl, org, codes = [] }: DemandSearch): DemandFilterInput {
  const industries = industry ? [industry, ...codes] : codes;
  return {
    ...(q ? { query: q } : {}),
    ...(industries.length > 0 ? { industries } : {}),
    ...(trl ? { trl } : {}),
    ...(ufpl === undefined ? {} : { wantsUseFirstPayLater: ufpl }),
    ...(org ? { organizationId: org } : {}),
  };
}

/**
 * The search without what the server does not know, by the path at which it said so, and what that was. Undefined if it
 * was about something else.
 */
export function withoutRefused(
  search: DemandSearch,
  [whole, part, place]: readonly string[],
): { search: DemandSearch; refused: Unread<FilterKey> } | undefined {
  const { org, industry, codes = [] } = search;
  if (whole !== 'filter') return undefined;
  if (part === 'organizationId' && org)
    return { search: told({ ...search, org: undefined }), refused: { key: 'org', value: org } };
  if (part !== 'industries') return undefined;
  // The section is asked for before the other codes.
  const at = Number(place) - (industry ? 1 : 0);
  if (at === -1 && industry)
    return { search: told({ ...search, industry: undefined }), refused: { key: 'industry', value: industry } };
  const code = codes[at];
  if (code === undefined) return undefined;
  const left = codes.filter((_, other) => other !== at);
  return {
    search: told({ ...search, codes: left.length > 0 ? left : undefined }),
    refused: { key: 'codes', value: code },
  };
}

/** The search that was kept with this filter. */
export const searchOf = (q: string, filter: Partial<KeptFilter>): DemandSearch => {
  const { industries = [], trl, wantsUseFirstPayLater, organizationId } = filter;
  const one = industries.length === 1 && industries[0]?.length === 1;
  return readDemands({
    q,
    [one ? 'industry' : 'codes']: one ? industries[0] : industries,
    trl: trl ?? undefined,
    ufpl: wantsUseFirstPayLater ?? undefined,
    org: organizationId ?? undefined,
  });
};

/** What the page shows no field for: it came with a search that was kept, or with a link. */
export const hasOther = ({ ufpl, org, codes }: DemandSearch): boolean => ufpl === false || Boolean(org ?? codes);

export const withoutOther = ({ q, industry, trl, ufpl }: DemandSearch): DemandSearch =>
  told({ q, industry, trl, ufpl: ufpl || undefined });

export const isFiltered = (search: DemandSearch): boolean => Object.keys(search).length > 0;

/** How a budget is said: which of its two ends there are. */
export type Extent =
  | { kind: 'none' }
  | { kind: 'one'; amount: Amount }
  | { kind: 'from'; min: Amount }
  | { kind: 'upTo'; max: Amount }
  | { kind: 'between'; min: Amount; max: Amount };

export function extentOf({ min, max }: Pick<BudgetShownFragment, 'min' | 'max'>): Extent {
  if (min && max)
    return min.minorUnits === max.minorUnits ? { kind: 'one', amount: max } : { kind: 'between', min, max };
  if (min) return { kind: 'from', min };
  return max ? { kind: 'upTo', max } : { kind: 'none' };
}
