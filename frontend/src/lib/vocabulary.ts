import type {
  IndustryChain,
  IpKind,
  IpStatus,
  LicenseKind,
  ListingKind,
  ShanghaiSector,
  StrategicIndustry,
  TransferWay,
} from '@/gql/graphql';

/** The values of an enum, in the order written here; one that is forgotten does not pass the type check. */
export const all = <Value extends string>(values: Record<Value, true>) => Object.keys(values) as Value[];

/*
 * Words of an achievement by which it is written, looked for and mended: in one place, in one order.
 */

export const LISTING_KINDS = all<ListingKind>({
  PRODUCT: true,
  PROCESS: true,
  MATERIAL: true,
  SOFTWARE: true,
  VARIETY: true,
  OTHER: true,
});
export const CHAINS = all<IndustryChain>({
  ONLINE_NEW_ECONOMY: true,
  SMART_MANUFACTURING: true,
  CREATIVE_DESIGN: true,
  TECH_SERVICE: true,
  AI: true,
  LIFE_HEALTH: true,
  GREEN: true,
});
export const SECTORS = all<ShanghaiSector>({
  IC: true,
  BIOPHARMA: true,
  AI: true,
  EINFO: true,
  LIFE_HEALTH: true,
  AUTO: true,
  EQUIP: true,
  MATERIAL: true,
  FASHION: true,
});
export const STRATEGIC = all<StrategicIndustry>({
  NEW_IT: true,
  EQUIPMENT: true,
  MATERIALS: true,
  BIO: true,
  NEV: true,
  NEW_ENERGY: true,
  ENVIRONMENT: true,
  DIGITAL_CREATIVE: true,
  SERVICES: true,
});
export const IP_KINDS = all<IpKind>({
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
});
export const TRANSFER_WAYS = all<TransferWay>({
  LICENSE: true,
  ASSIGN: true,
  JOINT: true,
  EQUITY: true,
  SELF_IMPLEMENT: true,
  OTHER: true,
});
export const LICENSE_KINDS = all<LicenseKind>({
  NON_EXCLUSIVE: true,
  SOLE: true,
  EXCLUSIVE: true,
  OPEN: true,
  SUBLICENSE: true,
});
export const IP_STATUSES = all<IpStatus>({
  IN_FORCE: true,
  PENDING: true,
  LAPSED: true,
  INVALIDATED: true,
  UNKNOWN: true,
});
