import type { ConditionShownFragment, OfferFragment, PaymentMode, PaymentPlanInput } from '@/gql/graphql';
import type { Problem } from '@/lib/form';
import { amountOf } from '@/lib/money';

/** The ways in which an offer can be paid; those under "use first, pay later" first, as the server chooses. */
export function modesOf(offer: {
  paymentMode: PaymentMode;
  useFirstPayLater?: { modes: readonly PaymentMode[] } | null;
}): PaymentMode[] {
  return [...new Set([...(offer.useFirstPayLater?.modes ?? []), offer.paymentMode])];
}

/** Whether a price may be named for an offer, and whether it must. */
export function pricing(offer: Pick<OfferFragment, 'price' | 'negotiable' | 'paymentMode'>): 'none' | 'may' | 'must' {
  if (offer.paymentMode === 'FREE') return 'none';
  if (!offer.price) return 'must';
  return offer.negotiable ? 'may' : 'none';
}

/** A fact that a condition was decided by, as it can be shown. */
export type Fact =
  | { kind: 'labels'; type: 'OrganizationKind' | 'EnterpriseSize' | 'PaymentMode'; values: string[] }
  | { kind: 'months'; months: number }
  | { kind: 'date'; date: string };

const LABELS = {
  LICENSOR_PUBLIC: ['OrganizationKind', 'kind'],
  LICENSEE_SME: ['EnterpriseSize', 'size'],
  MODE_IN_CONTRACT: ['PaymentMode', 'mode'],
} as const;

/** What a condition asks for, and what it met. */
export function factsOf({ code, details, rule }: ConditionShownFragment): { wanted?: Fact; found?: Fact } {
  const facts = (details ?? {}) as Record<string, unknown>;
  const value = rule?.value;
  if (code === 'IS_LICENSE') return {};
  if (code === 'NO_EARLY_FEE') {
    const { freeMonths, freeMonthsMin, earliestDueOn, dueOn } = facts;
    const least = freeMonthsMin ?? value;
    return {
      ...(typeof earliestDueOn === 'string'
        ? { wanted: { kind: 'date', date: earliestDueOn } }
        : typeof least === 'number'
          ? { wanted: { kind: 'months', months: least } }
          : {}),
      ...(typeof dueOn === 'string'
        ? { found: { kind: 'date', date: dueOn } }
        : typeof freeMonths === 'number'
          ? { found: { kind: 'months', months: freeMonths } }
          : {}),
    };
  }
  const [type, name] = LABELS[code];
  const found = facts[name];
  return {
    ...(Array.isArray(value) ? { wanted: { kind: 'labels', type, values: value.map(String) } } : {}),
    ...(typeof found === 'string' ? { found: { kind: 'labels', type, values: [found] } } : {}),
  };
}

/** Whether a condition holds, fails, warns only, or cannot be told yet. */
export function verdictOf({ passed, reason, blocking }: ConditionShownFragment): 'pass' | 'fail' | 'warn' | 'unknown' {
  if (passed) return 'pass';
  if (reason === 'SIZE_UNKNOWN') return 'unknown';
  return blocking ? 'fail' : 'warn';
}

/** The first problem at a field. */
export const problemAt = (problems: readonly Problem[], field: string): Problem | undefined =>
  problems.find(({ path }) => path?.includes(field));

/** What a grant is planned with: numbers as they were typed. */
export interface PlanForm {
  total: string;
  deferralMonths: string;
  count: string;
  firstAfterMonths: string;
  stepMonths: string;
}

export type Way = 'deferred' | 'instalment' | 'free';

/** The kind of plan that fits a way of payment. */
export function wayOf(mode: PaymentMode): Way {
  if (mode === 'FREE') return 'free';
  return mode === 'INSTALMENT' ? 'instalment' : 'deferred';
}

const whole = (text: string): number | undefined => (/^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : undefined);

/** The plan as the server wants it; undefined while something is missing or not a number. */
export function planOf(form: PlanForm, way: Way, currency: string): PaymentPlanInput | undefined {
  if (way === 'free') return { free: true } as PaymentPlanInput;
  const total = amountOf(form.total, currency);
  const [deferralMonths, count, firstAfterMonths, stepMonths] = [
    form.deferralMonths,
    form.count,
    form.firstAfterMonths,
    form.stepMonths,
  ].map(whole);
  if (!total) return undefined;
  if (way === 'deferred') {
    return deferralMonths === undefined ? undefined : ({ deferred: { total, deferralMonths } } as PaymentPlanInput);
  }
  if (count === undefined || firstAfterMonths === undefined || stepMonths === undefined) return undefined;
  return { instalment: { total, count, firstAfterMonths, stepMonths } } as PaymentPlanInput;
}
