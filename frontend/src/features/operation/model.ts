import type {
  AuditLineFragment,
  ListingFilter,
  OrganizationFilter,
  OrganizationVerification,
  RuleFragment,
} from '@/gql/graphql';

import type { ModerationSearch, QueueSearch, Shown } from './address';

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

/** What the API is asked for: without a choice, what the world sees. */
export const listingFilterOf = ({ state = 'PUBLISHED', q, org }: ModerationSearch): ListingFilter => ({
  states: [state],
  ...(q ? { query: q } : {}),
  ...(org ? { organizationId: org } : {}),
});

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
