import type {
  AttachmentKind,
  DisclosureLayer,
  ExportClass,
  IndustryChain,
  IpKind,
  IpStatus,
  LicenseKind,
  ListingKind,
  ListingSection,
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

/*
 * What stands in the form. It has the shape of the input of the API, so that the path of a refusal is the name of a field;
 * its leaves are what people type: text, and boxes that are ticked.
 */

export interface Tongues {
  zh: string;
  en: string;
}

export interface Price {
  currency: string;
  /** In whole units with a point, as people write it; not in fen. */
  minorUnits: string;
}

export interface Right {
  kind: IpKind;
  number: string;
  title: string;
  office: string;
  status: IpStatus;
  filedOn: string;
  grantedOn: string;
  expiresOn: string;
  owners: string;
  pledged: boolean;
  feePaidUntil: string;
}

export interface Offer {
  code: string;
  kind: LicenseKind;
  territory: string;
  fieldOfUse: string;
  termMonths: string;
  priceMethod: PriceMethod | '';
  price: Price;
  royalty: { base: RoyaltyBase | ''; rateBasisPoints: string; minimumAnnual: Price; cap: Price };
  negotiable: boolean;
  paymentMode: PaymentMode;
  useFirstPayLater: { offered: boolean; modes: PaymentMode[]; freeMonths: string; terms: string };
  note: string;
}

export interface Attached {
  uploadId: string;
  kind: AttachmentKind;
  layer: DisclosureLayer;
  title: Tongues;
  name: string;
  size: number;
}

export interface Values {
  externalReference: string;
  title: Tongues;
  abstract: Tongues;
  problem: Tongues;
  benefit: Tongues;
  scenarios: Tongues;
  appliedCases: Tongues;
  kind: ListingKind | '';
  department: string;
  keywords: string;
  readiness: { level: string; basis: ReadinessBasis; assessedOn: string };
  ipRights: Right[];
  ipc: string;
  industries: string;
  strategicIndustries: StrategicIndustry[];
  shanghaiSectors: ShanghaiSector[];
  chains: IndustryChain[];
  innovationPoints: string;
  indicators: { name: string; value: string; unit: string; benchmark: string }[];
  knowHow: string;
  inventors: { name: string; role: string; lead: boolean; shareBasisPoints: string }[];
  inventorsConsent: '' | 'yes' | 'no';
  owners: { name: string; shareBasisPoints: string }[];
  contact: { name: string; phone: string; email: string };
  funding: { stateFunded: boolean; program: string; agency: string; projectNumber: string };
  secrecy: { level: SecrecyLevel | ''; cleared: boolean };
  exportClass: ExportClass | '';
  rightsGrant: RightsGrantState | '';
  separatelyManaged: boolean;
  registration: { number: string; registeredOn: string };
  transferWays: TransferWay[];
  offers: Offer[];
  entrustedBroker: boolean;
  expectedInvestment: Price;
  cooperationNeeds: string;
  attachments: Attached[];
  validUntil: string;
  disclosure: { section: ListingSection; layer: DisclosureLayer | '' }[];
}
