import type {
  AttachmentKind,
  ExportClass,
  PaymentMode,
  PriceMethod,
  ReadinessBasis,
  RightsGrantState,
  RoyaltyBase,
  SecrecyLevel,
} from '@/gql/graphql';
import { all } from '@/lib/vocabulary';

export const LEVELS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
export const BASES = all<ReadinessBasis>({ SELF_ASSESSED: true, THIRD_PARTY: true });
export const SECRECY_LEVELS = all<SecrecyLevel>({ NONE: true, INTERNAL: true, STATE_SECRET: true });
export const EXPORT_CLASSES = all<ExportClass>({ FREE: true, RESTRICTED: true, PROHIBITED: true, UNCLASSIFIED: true });
export const RIGHTS_GRANTS = all<RightsGrantState>({ NONE: true, OWNERSHIP_SHARE: true, LONG_TERM_USE: true });
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
