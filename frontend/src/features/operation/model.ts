import type {
  AuditLineFragment,
  ListingFilter,
  ListingState,
  OrganizationFilter,
  OrganizationVerification,
  RuleFragment,
} from '@/gql/graphql';

type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() ? value.trim() : undefined;

/** One of a few; what is not among them is left out. */
const oneOf = <Value extends string>(values: readonly Value[], value: unknown): Value | undefined =>
  values.find((one) => one === value);

/** A day as a date field writes it; what cannot be one is left out. */
const day = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

/** An object without the values that are not there, so that equal searches are equal. */
const tidy = <Search extends object>(search: Search): Search =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search;

/** Which part of the organizations an operator looks at. */
export const SHOWN = ['waiting', 'changing', 'rejected', 'verified', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface QueueSearch {
  show?: Shown;
  q?: string;
}

export const readQueue = (raw: Raw): QueueSearch =>
  tidy({ show: oneOf(SHOWN, raw.show), q: text(raw.q) } as QueueSearch);

const VERIFICATION: Partial<Record<Shown, OrganizationVerification>> = {
  waiting: 'PENDING',
  rejected: 'REJECTED',
  verified: 'VERIFIED',
};

/** What the API is asked for: without a choice, those that wait. */
export function filterOf({ show = 'waiting', q }: QueueSearch): OrganizationFilter {
  const verification = VERIFICATION[show];
  return {
    hasPendingChange: show === 'changing',
    ...(verification ? { verification } : {}),
    ...(q ? { query: q } : {}),
  };
}

export interface UsersSearch {
  q?: string;
  org?: string;
}

export const readUsers = (raw: Raw): UsersSearch => tidy({ q: text(raw.q), org: text(raw.org) } as UsersSearch);

/** States of listings in the order of their life. */
export const STATES = [
  'PUBLISHED',
  'SUSPENDED',
  'DRAFT',
  'SUBMITTED',
  'APPROVED',
  'WITHDRAWN',
  'EXPIRED',
  'TRANSFERRED',
] as const satisfies readonly ListingState[];

export interface ModerationSearch {
  state?: ListingState;
  q?: string;
  org?: string;
}

export const readModeration = (raw: Raw): ModerationSearch =>
  tidy({ state: oneOf(STATES, raw.state), q: text(raw.q), org: text(raw.org) } as ModerationSearch);

/** What the API is asked for: without a choice, what the world sees. */
export const listingFilterOf = ({ state = 'PUBLISHED', q, org }: ModerationSearch): ListingFilter => ({
  states: [state],
  ...(q ? { query: q } : {}),
  ...(org ? { organizationId: org } : {}),
});

/** The beginnings of the names of rules that have a label. */
export const AREAS = [
  'ufpl',
  'licensing',
  'listing',
  'open_license',
  'pricing',
  'patent',
  'right',
  'valuation',
  'income_share',
  'tax',
  'enterprise_size',
  'organization',
  'advising',
  'crossborder',
  'customs',
  'data_export',
  'calendar',
  'money',
] as const;
export type RuleArea = (typeof AREAS)[number];

export interface RulesSearch {
  area?: RuleArea;
  /** The day of the list; today when left out. */
  on?: string;
  /** The day that it is compared with. */
  with?: string;
}

export const readRules = (raw: Raw): RulesSearch =>
  tidy({ area: oneOf(AREAS, raw.area), on: day(raw.on), with: day(raw.with) } as RulesSearch);

export interface RuleChange {
  ruleId: string;
  before: RuleFragment | undefined;
  after: RuleFragment | undefined;
}

/** Rules that are another version on the one day than on the other, or there on one of them only, by name. */
export function changes(before: readonly RuleFragment[], after: readonly RuleFragment[]): RuleChange[] {
  const [old, current] = [before, after].map((rules) => new Map(rules.map((rule) => [rule.ruleId, rule])));
  return [...new Set([...before, ...after].map(({ ruleId }) => ruleId))]
    .sort()
    .map((ruleId) => ({ ruleId, before: old?.get(ruleId), after: current?.get(ruleId) }))
    .filter(({ before, after }) => before?.id !== after?.id);
}

/** A value of a rule or of a line of the trail, as text: a table by line. */
export function plain(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) {
    const isFlat = value.every((one) => typeof one !== 'object');
    return value.map((one) => plain(one, depth + 1)).join(isFlat ? ', ' : '\n');
  }
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${plain(one, depth + 1)}`)
      .join(depth === 0 ? '\n' : '; ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export interface AuditSearch {
  org?: string;
  entity?: string;
}

export const readAudit = (raw: Raw): AuditSearch =>
  tidy({ org: text(raw.org), entity: text(raw.entity) } as AuditSearch);

type Link = Pick<AuditLineFragment, 'sequence' | 'hash' | 'previousHash'>;

/**
 * Whether the lines that are shown hang together: each names the hash of the one before it. Lines come newest first and
 * without gaps, unless only those about one thing are shown: then nothing follows on anything.
 */
export function brokenLink(lines: readonly Link[]): number | undefined {
  return lines.find(({ sequence, previousHash }, place) => {
    const before = lines[place + 1];
    return before && (before.sequence !== sequence - 1 || before.hash !== previousHash);
  })?.sequence;
}

/** Facts of a line, each with its name. */
export const factsOf = (details: unknown): [string, string][] =>
  details && typeof details === 'object' && !Array.isArray(details)
    ? Object.entries(details).map(([name, value]) => [name, plain(value)])
    : [];

/** Ids in what is shown whose names are worth asking for, each once. */
export const idsOf = (lines: readonly Pick<AuditLineFragment, 'actorId' | 'entityId' | 'entityType'>[]): string[] =>
  [
    ...new Set(
      lines.flatMap(({ actorId, entityId, entityType }) => [
        ...(actorId ? [actorId] : []),
        ...(['User', 'Organization', 'Listing'].includes(entityType) ? [entityId] : []),
      ]),
    ),
  ]
    .sort()
    .slice(0, 100);

/** How what the operator found out is shown. */
export const TONES = { PENDING: 'bloom', VERIFIED: 'leaf', REJECTED: 'clay' } as const satisfies Record<
  OrganizationVerification,
  string
>;
