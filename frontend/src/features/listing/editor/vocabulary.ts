import type {
  AttachmentKind,
  DisclosureLayer,
  ExportClass,
  IndustryChain,
  IpKind,
  IpStatus,
  LicenseKind,
  PaymentMode,
  PriceMethod,
  ReadinessBasis,
  RightsGrantState,
  RoyaltyBase,
  SecrecyLevel,
  ShanghaiSector,
  StrategicIndustry,
  TransferWay,
} from '@/gql/graphql';

/** The values of an enum, in the order written here; one that is forgotten does not pass the type check. */
const all = <Value extends string>(values: Record<Value, true>) => Object.keys(values) as Value[];

export const LEVELS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
export const BASES = all<ReadinessBasis>({ SELF_ASSESSED: true, THIRD_PARTY: true });
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
export const IP_STATUSES = all<IpStatus>({
  IN_FORCE: true,
  PENDING: true,
  LAPSED: true,
  INVALIDATED: true,
  UNKNOWN: true,
});
export const SECRECY_LEVELS = all<SecrecyLevel>({ NONE: true, INTERNAL: true, STATE_SECRET: true });
export const EXPORT_CLASSES = all<ExportClass>({ FREE: true, RESTRICTED: true, PROHIBITED: true, UNCLASSIFIED: true });
export const RIGHTS_GRANTS = all<RightsGrantState>({ NONE: true, OWNERSHIP_SHARE: true, LONG_TERM_USE: true });
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
export const PRICE_METHODS = all<PriceMethod>({ AGREEMENT: true, LISTING: true, AUCTION: true });
export const PAYMENT_MODES = all<PaymentMode>({
  LUMP_SUM: true,
  INSTALMENT: true,
  ROYALTY: true,
  ENTRY_PLUS_ROYALTY: true,
  DEFERRED: true,
  CONDITIONAL: true,
  ZERO_ENTRY_MIXED: true,
  TRIAL_THEN_CONVERT: true,
  USE_FIRST_COOPERATE: true,
  EQUITY: true,
  FREE: true,
});
export const ROYALTY_BASES = all<RoyaltyBase>({
  NET_SALES: true,
  SALES: true,
  UNIT_PRICE: true,
  UNIT_COUNT: true,
  ADDED_OUTPUT: true,
  ADDED_PROFIT: true,
});
export const ATTACHMENT_KINDS = all<AttachmentKind>({
  DOCUMENT: true,
  CERTIFICATE: true,
  TEST_REPORT: true,
  READINESS_EVIDENCE: true,
  IMAGE: true,
  OTHER: true,
});
export const LAYERS = all<DisclosureLayer>({ PUBLIC: true, REGISTERED: true, NDA: true, INTERNAL: true });
