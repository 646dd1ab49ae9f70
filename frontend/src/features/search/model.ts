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

const all = <Value extends string>(values: Record<Value, true>) => Object.keys(values) as Value[];

/** The lists, in the order in which they help. */
export const FACETS: readonly FacetOf[] = [
  {
    key: 'chain',
    facet: 'CHAINS',
    title: 'search.facet.chain',
    type: 'IndustryChain',
    open: true,
    values: all<IndustryChain>({
      ONLINE_NEW_ECONOMY: true,
      SMART_MANUFACTURING: true,
      CREATIVE_DESIGN: true,
      TECH_SERVICE: true,
      AI: true,
      LIFE_HEALTH: true,
      GREEN: true,
    }),
  },
  { key: 'org', facet: 'ORGANIZATION', title: 'search.facet.org', open: true },
  {
    key: 'kind',
    facet: 'KIND',
    title: 'search.facet.kind',
    type: 'ListingKind',
    open: true,
    values: all<ListingKind>({
      PRODUCT: true,
      PROCESS: true,
      MATERIAL: true,
      SOFTWARE: true,
      VARIETY: true,
      OTHER: true,
    }),
  },
  {
    key: 'license',
    facet: 'LICENSE_KINDS',
    title: 'search.facet.license',
    type: 'LicenseKind',
    open: true,
    values: all<LicenseKind>({ EXCLUSIVE: true, SOLE: true, NON_EXCLUSIVE: true, OPEN: true, SUBLICENSE: true }),
  },
  {
    key: 'ip',
    facet: 'IP_KINDS',
    title: 'search.facet.ip',
    type: 'IpKind',
    open: false,
    values: all<IpKind>({
      PATENT_INVENTION: true,
      PATENT_UTILITY: true,
      PATENT_DESIGN: true,
      PATENT_APPLICATION: true,
      SOFTWARE: true,
      IC_LAYOUT: true,
      PLANT_VARIETY: true,
      BIOMED_VARIETY: true,
      TECH_SECRET: true,
      COPYRIGHT: true,
      TRADEMARK: true,
    }),
  },
  {
    key: 'sector',
    facet: 'SHANGHAI_SECTORS',
    title: 'search.facet.sector',
    type: 'ShanghaiSector',
    open: false,
    values: all<ShanghaiSector>({
      IC: true,
      BIOPHARMA: true,
      AI: true,
      EINFO: true,
      LIFE_HEALTH: true,
      AUTO: true,
      EQUIP: true,
      MATERIAL: true,
      FASHION: true,
    }),
  },
  {
    key: 'strategic',
    facet: 'STRATEGIC_INDUSTRIES',
    title: 'search.facet.strategic',
    type: 'StrategicIndustry',
    open: false,
    values: all<StrategicIndustry>({
      NEW_IT: true,
      EQUIPMENT: true,
      MATERIALS: true,
      BIO: true,
      NEV: true,
      NEW_ENERGY: true,
      ENVIRONMENT: true,
      DIGITAL_CREATIVE: true,
      SERVICES: true,
    }),
  },
  {
    key: 'way',
    facet: 'TRANSFER_WAYS',
    title: 'search.facet.way',
    type: 'TransferWay',
    open: false,
    values: all<TransferWay>({
      SELF_IMPLEMENT: true,
      ASSIGN: true,
      LICENSE: true,
      JOINT: true,
      EQUITY: true,
      OTHER: true,
    }),
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
