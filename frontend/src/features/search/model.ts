import type {
  IndustryChain,
  IpKind,
  LicenseKind,
  ListingFacet,
  ListingKind,
  ListingSearchFilter,
  ListingSearchSort,
  ShanghaiSector,
  StrategicIndustry,
  TransferWay,
} from '@/gql/graphql';
import type { MessageId } from '@/i18n';
import { CHAINS, IP_KINDS, LICENSE_KINDS, LISTING_KINDS, SECTORS, STRATEGIC, TRANSFER_WAYS } from '@/lib/vocabulary';

/** Everything that can be chosen on the search page; all of it is in the address. */
export interface Search {
  q: string;
  /** Only what may be used first and paid later. */
  ufpl: boolean;
  /** Lowest level of readiness. */
  trl: number | undefined;
  chain: IndustryChain[];
  sector: ShanghaiSector[];
  strategic: StrategicIndustry[];
  org: string[];
  kind: ListingKind[];
  license: LicenseKind[];
  way: TransferWay[];
  ip: IpKind[];
  sort: ListingSearchSort | undefined;
}

/** The filters that are lists. */
export type ListKey = 'chain' | 'sector' | 'strategic' | 'org' | 'kind' | 'license' | 'way' | 'ip';

export interface FacetOf {
  key: ListKey;
  facet: ListingFacet;
  title: MessageId;
  /** The enum that has the labels; none for organizations. */
  type?: string;
  /** What the server knows; an address with anything else is read without it. */
  values?: readonly string[];
  open: boolean;
}

/** The lists, in the order in which they help. */
export const FACETS: readonly FacetOf[] = [
  {
    key: 'chain',
    facet: 'CHAINS',
    title: 'search.facet.chain',
    type: 'IndustryChain',
    open: true,
    values: CHAINS,
  },
  { key: 'org', facet: 'ORGANIZATION', title: 'search.facet.org', open: true },
  {
    key: 'kind',
    facet: 'KIND',
    title: 'search.facet.kind',
    type: 'ListingKind',
    open: true,
    values: LISTING_KINDS,
  },
  {
    key: 'license',
    facet: 'LICENSE_KINDS',
    title: 'search.facet.license',
    type: 'LicenseKind',
    open: true,
    values: LICENSE_KINDS,
  },
  {
    key: 'ip',
    facet: 'IP_KINDS',
    title: 'search.facet.ip',
    type: 'IpKind',
    open: false,
    values: IP_KINDS,
  },
  {
    key: 'sector',
    facet: 'SHANGHAI_SECTORS',
    title: 'search.facet.sector',
    type: 'ShanghaiSector',
    open: false,
    values: SECTORS,
  },
  {
    key: 'strategic',
    facet: 'STRATEGIC_INDUSTRIES',
    title: 'search.facet.strategic',
    type: 'StrategicIndustry',
    open: false,
    values: STRATEGIC,
  },
  {
    key: 'way',
    facet: 'TRANSFER_WAYS',
    title: 'search.facet.way',
    type: 'TransferWay',
    open: false,
    values: TRANSFER_WAYS,
  },
];

/** All that is counted. */
export const COUNTED: ListingFacet[] = ['USE_FIRST_PAY_LATER', 'TRL', ...FACETS.map(({ facet }) => facet)];

export const SORTS: readonly ListingSearchSort[] = ['RELEVANCE', 'NEWEST', 'READINESS'];

/** Longer than this the server cuts a query anyway. */
const LONGEST = 200;

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '') as string[];

/** Reads an address. What is not understood is left out: a link of somebody else never breaks the page. */
export function readSearch(raw: Record<string, unknown>): Search {
  const lists = Object.fromEntries(
    FACETS.map(({ key, values }) => [
      key,
      [...new Set(strings(raw[key]))].filter((value) => !values || values.includes(value)),
    ]),
  ) as Pick<Search, ListKey>;
  const trl = Number(raw.trl);
  return {
    q: (strings(raw.q)[0] ?? '').slice(0, LONGEST),
    ufpl: raw.ufpl === '1' || raw.ufpl === true,
    trl: Number.isInteger(trl) && trl >= 1 && trl <= 9 ? trl : undefined,
    ...lists,
    sort: SORTS.find((sort) => sort === raw.sort),
  };
}

/** The order that applies: what was chosen, else the best match, or the newest if there is nothing to match. */
export const sortOf = (search: Search): ListingSearchSort => search.sort ?? (search.q ? 'RELEVANCE' : 'NEWEST');

export function filterOf(search: Search): ListingSearchFilter {
  const some = <Value>(values: Value[]) => (values.length ? values : undefined);
  return {
    organizationIds: some(search.org),
    readinessMin: search.trl,
    chains: some(search.chain),
    shanghaiSectors: some(search.sector),
    strategicIndustries: some(search.strategic),
    kinds: some(search.kind),
    licenseKinds: some(search.license),
    transferWays: some(search.way),
    ipKinds: some(search.ip),
    useFirstPayLater: search.ufpl || undefined,
  };
}

/** The search that was kept with these filters. */
export const searchOf = (
  q: string,
  filters: readonly { facet: ListingFacet; values: readonly string[] }[],
  trl: number | null | undefined,
): Search => {
  const of = (wanted: ListingFacet) => [...(filters.find(({ facet }) => facet === wanted)?.values ?? [])];
  const lists = Object.fromEntries(FACETS.map(({ key, facet }) => [key, of(facet)]));
  return readSearch({ q, trl: trl ?? undefined, ufpl: of('USE_FIRST_PAY_LATER').includes('true'), ...lists });
};

/** How many filters are set. */
export const countFilters = (search: Search): number =>
  Number(search.ufpl) + Number(search.trl !== undefined) + FACETS.reduce((sum, { key }) => sum + search[key].length, 0);

/** The same search without filters. */
export const withoutFilters = (search: Search): Search => ({ ...readSearch({}), q: search.q, sort: search.sort });

/** With the value of a list taken in or out. */
export function toggled(search: Search, key: ListKey, value: string): Search {
  const before = search[key] as string[];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...search, [key]: after };
}
