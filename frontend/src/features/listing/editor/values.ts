import type { EditedOfferFragment, ListingContentFragment, ListingSection } from '@/gql/graphql';

import { unshifted } from './numbers';
import type { Offer, Price, Right, Tongues, Values } from './shapes';

/** The sections whose layer can be chosen, in the order of the page. */
export const SECTIONS_WITH_LAYER = Object.keys({
  PROBLEM_AND_BENEFIT: true,
  INNOVATION_POINTS: true,
  INDICATORS: true,
  SCENARIOS: true,
  IP_RIGHTS: true,
  INVENTORS: true,
  OWNERS: true,
  OFFERS: true,
  FUNDING: true,
  CONTACT: true,
  ATTACHMENTS: true,
  KNOW_HOW: true,
} satisfies Record<ListingSection, true>) as ListingSection[];

const price = (amount?: { currency: string; minorUnits: string } | null): Price => ({
  currency: amount?.currency ?? 'CNY',
  minorUnits: amount ? unshifted(amount.minorUnits, 2) : '',
});
const tongues = (texts?: { zh?: string | null; en?: string | null }): Tongues => ({
  zh: texts?.zh ?? '',
  en: texts?.en ?? '',
});
const share = (basisPoints?: number | null): string =>
  basisPoints === null || basisPoints === undefined ? '' : unshifted(basisPoints, 2);

export const newRight = (): Right => ({
  kind: 'PATENT_INVENTION',
  number: '',
  title: '',
  office: 'CN',
  status: 'IN_FORCE',
  filedOn: '',
  grantedOn: '',
  expiresOn: '',
  owners: '',
  pledged: false,
  feePaidUntil: '',
});

export const offerOf = (offer: EditedOfferFragment): Offer => ({
  code: offer.code,
  kind: offer.kind,
  territory: offer.territory.join(', '),
  fieldOfUse: offer.fieldOfUse ?? '',
  termMonths: String(offer.termMonths),
  priceMethod: offer.priceMethod ?? '',
  price: price(offer.price),
  royalty: {
    base: offer.royalty?.base ?? '',
    rateBasisPoints: share(offer.royalty?.rateBasisPoints),
    minimumAnnual: price(offer.royalty?.minimumAnnual),
    cap: price(offer.royalty?.cap),
  },
  negotiable: offer.negotiable,
  paymentMode: offer.paymentMode,
  useFirstPayLater: {
    offered: Boolean(offer.useFirstPayLater),
    modes: offer.useFirstPayLater?.modes ?? [],
    freeMonths: offer.useFirstPayLater ? String(offer.useFirstPayLater.freeMonths) : '',
    terms: offer.useFirstPayLater?.terms ?? '',
  },
  note: offer.note ?? '',
});

/** A new offer, with a code that no other has. */
export const newOffer = (taken: readonly string[]): Offer => {
  let place = taken.length + 1;
  while (taken.includes(`L-${place}`)) place += 1;
  return offerOf({
    code: `L-${place}`,
    kind: 'NON_EXCLUSIVE',
    territory: ['CN'],
    fieldOfUse: null,
    termMonths: 36,
    priceMethod: 'AGREEMENT',
    price: null,
    royalty: null,
    negotiable: true,
    paymentMode: 'LUMP_SUM',
    useFirstPayLater: null,
    note: null,
  });
};

export type Content = Omit<ListingContentFragment, 'offers' | ' $fragmentName'> & {
  offers: readonly EditedOfferFragment[];
};

/** A listing as it stands in the form; a new one is empty. */
export function valuesOf(listing?: Content): Values {
  return {
    externalReference: listing?.externalReference ?? '',
    title: tongues(listing?.title),
    abstract: tongues(listing?.abstract),
    problem: tongues(listing?.problem),
    benefit: tongues(listing?.benefit),
    scenarios: tongues(listing?.scenarios),
    appliedCases: tongues(listing?.appliedCases),
    kind: listing?.kind ?? '',
    department: listing?.department ?? '',
    keywords: listing?.keywords.join('、') ?? '',
    readiness: {
      level: listing?.readiness ? String(listing.readiness.level) : '',
      basis: listing?.readiness?.basis ?? 'SELF_ASSESSED',
      assessedOn: listing?.readiness?.assessedOn ?? '',
    },
    ipRights: (listing?.ipRights ?? []).map((right) => ({
      kind: right.kind,
      number: right.number,
      title: right.title ?? '',
      office: right.office ?? '',
      status: right.status,
      filedOn: right.filedOn ?? '',
      grantedOn: right.grantedOn ?? '',
      expiresOn: right.expiresOn ?? '',
      owners: right.owners.join('、'),
      pledged: right.pledged,
      feePaidUntil: right.feePaidUntil ?? '',
    })),
    ipc: listing?.ipc.join(', ') ?? '',
    industries: listing?.industries.join(', ') ?? '',
    strategicIndustries: listing?.strategicIndustries ?? [],
    shanghaiSectors: listing?.shanghaiSectors ?? [],
    chains: listing?.chains ?? [],
    innovationPoints: listing?.innovationPoints.join('\n') ?? '',
    indicators: (listing?.indicators ?? []).map(({ name, value, unit, benchmark }) => ({
      name,
      value,
      unit: unit ?? '',
      benchmark: benchmark ?? '',
    })),
    knowHow: listing?.knowHow ?? '',
    inventors: (listing?.inventors ?? []).map(({ name, role, lead, shareBasisPoints }) => ({
      name,
      role: role ?? '',
      lead,
      shareBasisPoints: share(shareBasisPoints),
    })),
    inventorsConsent: listing?.inventorsConsent === true ? 'yes' : listing?.inventorsConsent === false ? 'no' : '',
    owners: (listing?.owners ?? []).map(({ name, shareBasisPoints }) => ({
      name,
      shareBasisPoints: share(shareBasisPoints),
    })),
    contact: {
      name: listing?.contact?.name ?? '',
      phone: listing?.contact?.phone ?? '',
      email: listing?.contact?.email ?? '',
    },
    funding: {
      stateFunded: listing?.funding?.stateFunded ?? false,
      program: listing?.funding?.program ?? '',
      agency: listing?.funding?.agency ?? '',
      projectNumber: listing?.funding?.projectNumber ?? '',
    },
    secrecy: { level: listing?.secrecy?.level ?? '', cleared: listing?.secrecy?.cleared ?? false },
    exportClass: listing?.exportClass ?? '',
    rightsGrant: listing?.rightsGrant ?? '',
    separatelyManaged: listing?.separatelyManaged ?? false,
    registration: {
      number: listing?.registration?.number ?? '',
      registeredOn: listing?.registration?.registeredOn ?? '',
    },
    transferWays: listing?.transferWays ?? [],
    offers: (listing?.offers ?? []).map(offerOf),
    entrustedBroker: listing?.entrustedBroker ?? false,
    expectedInvestment: price(listing?.expectedInvestment),
    cooperationNeeds: listing?.cooperationNeeds.join('\n') ?? '',
    attachments: (listing?.attachments ?? []).map(({ uploadId, kind, layer, title, file }) => ({
      uploadId,
      kind,
      layer,
      title: tongues(title),
      name: file?.name ?? '',
      size: file?.size ?? 0,
    })),
    validUntil: listing?.validUntil ?? '',
    disclosure: SECTIONS_WITH_LAYER.map((section) => ({
      section,
      layer: listing?.disclosure.find((choice) => choice.section === section)?.layer ?? '',
    })),
  };
}
