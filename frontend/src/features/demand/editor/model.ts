import type { DemandContentFields } from '@/gql/graphql';
import { amountOf } from '@/lib/money';

import type { Values } from './values';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const orNull = (text: string): string | null => text.trim() || null;
const tongues = ({ zh, en }: { zh: string; en: string }) => ({ zh: orNull(zh), en: orNull(en) });
/** What was listed in one field: in Chinese or in English, with commas or lines. */
export const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\u3001\uff0c,;\uff1b\n]+/)
      .map((one) => one.trim())
      .filter(Boolean),
  ),
];

export interface Read {
  input: DemandContentFields;
  /** Fields that hold no number where one belongs. */
  unreadable: string[];
}

/** The whole form as the server wants it. */
export function inputOf(values: Values): Read {
  const unreadable: string[] = [];
  const amount = (name: string, text: string, currency: string) => {
    if (!text.trim()) return null;
    const read = amountOf(text, currency);
    if (!read) unreadable.push(name);
    return read ?? null;
  };
  const year = (name: 'startYear' | 'endYear'): number | null => {
    const text = values[name]
      .normalize('NFKC')
      .trim()
      .replace(/\u5e74$/, '');
    if (!text) return null;
    if (!/^\d{4}$/.test(text)) unreadable.push(name);
    return Number(text) || null;
  };
  const { budget, plannedInvestment, contact } = values;
  const min = amount('budget.min', budget.min, budget.currency);
  const max = amount('budget.max', budget.max, budget.currency);
  const hasContact = Boolean(contact.name.trim() || contact.phone.trim() || contact.email.trim());
  const input: DemandContentFields = {
    title: tongues(values.title),
    problem: tongues(values.problem),
    currentSolution: tongues(values.currentSolution),
    expectedTarget: tongues(values.expectedTarget),
    keywords: listed(values.keywords),
    industries: listed(values.industries),
    ipc: listed(values.ipc),
    chains: values.chains as NonNullable<DemandContentFields['chains']>,
    acceptanceTests: values.acceptanceTests.map(({ name, comparator, value, upper, unit, method }) => ({
      name,
      comparator,
      value,
      upper: comparator === 'BETWEEN' ? orNull(upper) : null,
      unit: orNull(unit),
      method: orNull(method),
    })),
    // Amounts without a word about how firm they are: one is a limit, two are a range.
    budget: budget.mode || min || max ? { mode: budget.mode || (min && max ? 'RANGE' : 'FIXED'), min, max } : null,
    plannedInvestment: amount('plannedInvestment', plannedInvestment.amount, plannedInvestment.currency),
    solutionMode: values.solutionMode || null,
    activityType: values.activityType || null,
    // What is not asked for this kind of activity is not seen in the form, and not sent.
    discipline: values.activityType === 'BASIC_RESEARCH' ? orNull(values.discipline) : null,
    technologyFields: (values.activityType === 'BASIC_RESEARCH' ? [] : values.technologyFields) as NonNullable<
      DemandContentFields['technologyFields']
    >,
    startYear: year('startYear'),
    endYear: year('endYear'),
    intendedPartner: orNull(values.intendedPartner),
    supervisingUnit: orNull(values.supervisingUnit),
    deadline: orNull(values.deadline),
    trlMin: values.trlMin ? Number(values.trlMin) : null,
    wantsUseFirstPayLater: values.wantsUseFirstPayLater,
    licenseKinds: values.licenseKinds as NonNullable<DemandContentFields['licenseKinds']>,
    paymentModes: values.paymentModes as NonNullable<DemandContentFields['paymentModes']>,
    visibility: values.visibility,
    contact: hasContact ? { name: contact.name, phone: orNull(contact.phone), email: orNull(contact.email) } : null,
    site: orNull(values.site),
    preferredRegions: values.preferredRegions,
    acceptsForeign: values.acceptsForeign,
    validUntil: orNull(values.validUntil),
  };
  return { input, unreadable };
}

/** Only what differs: what somebody else wrote elsewhere is left alone. */
export const changed = (before: DemandContentFields, after: DemandContentFields): DemandContentFields =>
  Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !same(value, before[field as keyof DemandContentFields])),
  );

/** What was typed over what there was, taken over to what there is now: fields that nobody touched become theirs. */
export function merged(base: Values, mine: Values, theirs: Values): { values: Values; conflicts: (keyof Values)[] } {
  const conflicts: (keyof Values)[] = [];
  const entries = (Object.keys(mine) as (keyof Values)[]).map((field) => {
    const isMine = !same(mine[field], base[field]);
    if (isMine && !same(theirs[field], base[field]) && !same(theirs[field], mine[field])) conflicts.push(field);
    return [field, isMine ? mine[field] : theirs[field]];
  });
  return { values: Object.fromEntries(entries) as Values, conflicts };
}

export { same };
