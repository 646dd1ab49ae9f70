import type { ListingUpdateInput } from '@/gql/graphql';

import { shifted, whole } from './numbers';
import type { Offer, Price, Tongues, Values } from './shapes';

/** The content part of the inputs of the API. */
export type ContentInput = Omit<ListingUpdateInput, 'id' | 'expectedVersion' | 'clientMutationId'>;

/** What cannot even be sent: the path of the field that has no number in it. */
export type Unreadable = string[];

const text = (value: string): string | null => value.trim() || null;
const both = ({ zh, en }: Tongues) => ({ zh: text(zh), en: text(en) });
/** A text that is there in no language is none: the server refuses an empty one. */
const tongues = (texts: Tongues) => (text(texts.zh) || text(texts.en) ? both(texts) : null);

/** The words of a line, however they are parted: comma, semicolon, in either width. */
export const words = (line: string): string[] =>
  line
    .split(/[,，、;；\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
const lines = (many: string): string[] =>
  many
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What stands in the form as an input of the API, and where it does not say what it should. */
export function inputOf(values: Values): { input: ContentInput; unreadable: Unreadable[] } {
  const unreadable: Unreadable[] = [];
  const number = (value: string, digits: number, path: string): number => {
    const moved = digits ? shifted(value, digits) : String(whole(value) ?? '');
    if (!moved || moved.length > 9) unreadable.push(path.split('.'));
    return Number(moved ?? 0);
  };
  const money = ({ currency, minorUnits }: Price, path: string) => {
    if (!minorUnits.trim()) return null;
    const moved = shifted(minorUnits, 2);
    if (moved === undefined) unreadable.push([...path.split('.'), 'minorUnits']);
    return { currency, minorUnits: moved ?? '0' };
  };
  const offer = (one: Offer, place: number) => {
    const at = `offers.${place}`;
    const { royalty, useFirstPayLater: later } = one;
    return {
      code: one.code.trim(),
      kind: one.kind,
      territory: words(one.territory).map((code) => code.toUpperCase()),
      fieldOfUse: text(one.fieldOfUse),
      termMonths: number(one.termMonths, 0, `${at}.termMonths`),
      priceMethod: one.priceMethod || null,
      price: money(one.price, `${at}.price`),
      royalty: royalty.base
        ? {
            base: royalty.base,
            rateBasisPoints: number(royalty.rateBasisPoints, 2, `${at}.royalty.rateBasisPoints`),
            minimumAnnual: money(royalty.minimumAnnual, `${at}.royalty.minimumAnnual`),
            cap: money(royalty.cap, `${at}.royalty.cap`),
          }
        : null,
      negotiable: one.negotiable,
      paymentMode: one.paymentMode,
      useFirstPayLater: later.offered
        ? {
            modes: later.modes,
            freeMonths: number(later.freeMonths, 0, `${at}.useFirstPayLater.freeMonths`),
            terms: text(later.terms),
          }
        : null,
      note: text(one.note),
    };
  };
  const { contact, funding, readiness, registration, secrecy } = values;
  const input: ContentInput = {
    externalReference: text(values.externalReference),
    title: tongues(values.title),
    abstract: tongues(values.abstract),
    problem: tongues(values.problem),
    benefit: tongues(values.benefit),
    scenarios: tongues(values.scenarios),
    appliedCases: tongues(values.appliedCases),
    kind: values.kind || null,
    department: text(values.department),
    keywords: words(values.keywords),
    readiness: readiness.level
      ? { level: Number(readiness.level), basis: readiness.basis, assessedOn: readiness.assessedOn || null }
      : null,
    ipRights: values.ipRights.map((right) => ({
      kind: right.kind,
      number: right.number.trim(),
      title: text(right.title),
      office: text(right.office),
      status: right.status,
      filedOn: right.filedOn || null,
      grantedOn: right.grantedOn || null,
      expiresOn: right.expiresOn || null,
      owners: words(right.owners),
      pledged: right.pledged,
      feePaidUntil: right.feePaidUntil || null,
    })),
    ipc: words(values.ipc),
    industries: words(values.industries),
    strategicIndustries: values.strategicIndustries,
    shanghaiSectors: values.shanghaiSectors,
    chains: values.chains,
    innovationPoints: lines(values.innovationPoints),
    indicators: values.indicators.map(({ name, value, unit, benchmark }) => ({
      name: name.trim(),
      value: value.trim(),
      unit: text(unit),
      benchmark: text(benchmark),
    })),
    knowHow: text(values.knowHow),
    inventors: values.inventors.map(({ name, role, lead, shareBasisPoints }, place) => ({
      name: name.trim(),
      role: text(role),
      lead,
      shareBasisPoints: shareBasisPoints.trim()
        ? number(shareBasisPoints, 2, `inventors.${place}.shareBasisPoints`)
        : null,
    })),
    inventorsConsent: values.inventorsConsent === '' ? null : values.inventorsConsent === 'yes',
    owners: values.owners.map(({ name, shareBasisPoints }, place) => ({
      name: name.trim(),
      shareBasisPoints: number(shareBasisPoints, 2, `owners.${place}.shareBasisPoints`),
    })),
    contact:
      contact.name || contact.phone || contact.email
        ? { name: contact.name.trim(), phone: text(contact.phone), email: text(contact.email) }
        : null,
    funding:
      funding.stateFunded || funding.program || funding.agency || funding.projectNumber
        ? {
            stateFunded: funding.stateFunded,
            program: text(funding.program),
            agency: text(funding.agency),
            projectNumber: text(funding.projectNumber),
          }
        : null,
    secrecy: secrecy.level ? { level: secrecy.level, cleared: secrecy.cleared } : null,
    exportClass: values.exportClass || null,
    rightsGrant: values.rightsGrant || null,
    separatelyManaged: values.separatelyManaged,
    registration: registration.number
      ? { number: registration.number.trim(), registeredOn: registration.registeredOn || null }
      : null,
    transferWays: values.transferWays,
    offers: values.offers.map(offer),
    entrustedBroker: values.entrustedBroker,
    expectedInvestment: money(values.expectedInvestment, 'expectedInvestment'),
    cooperationNeeds: lines(values.cooperationNeeds),
    attachments: values.attachments.map(({ uploadId, kind, layer, title }) => ({
      uploadId,
      kind,
      layer,
      title: both(title),
    })),
    validUntil: values.validUntil || null,
    disclosure: values.disclosure.flatMap(({ section, layer }) => (layer ? [{ section, layer }] : [])),
  };
  return { input, unreadable };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields in which two inputs differ, as the second has them: what is left out keeps its value. */
export function changed(before: ContentInput, after: ContentInput): ContentInput {
  const fields = Object.keys(after) as (keyof ContentInput)[];
  return Object.fromEntries(
    fields.filter((field) => !same(before[field], after[field])).map((field) => [field, after[field]]),
  );
}

export interface Merged {
  values: Values;
  /** Fields that both changed, differently: what is typed here stands until somebody decides. */
  conflicts: (keyof Values)[];
  /** Fields that only the other side changed; they are taken over. */
  taken: (keyof Values)[];
}

/** Puts together what was typed here with what somebody else saved meanwhile. */
export function merged(base: Values, mine: Values, theirs: Values): Merged {
  const fields = Object.keys(theirs) as (keyof Values)[];
  const conflicts = fields.filter(
    (field) =>
      !same(base[field], mine[field]) && !same(base[field], theirs[field]) && !same(mine[field], theirs[field]),
  );
  const taken = fields.filter((field) => same(base[field], mine[field]) && !same(base[field], theirs[field]));
  const values = Object.fromEntries(
    fields.map((field) => [field, same(base[field], mine[field]) ? theirs[field] : mine[field]]),
  ) as unknown as Values;
  return { values, conflicts, taken };
}
