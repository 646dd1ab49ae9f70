import type { EnterpriseSize, OrganizationKind, Role, SizeIndustry } from '@/gql/graphql';

/** What the size standard measures; the schema's own type is not part of any operation here. */
export type SizeIndicatorKind = 'STAFF' | 'REVENUE' | 'ASSETS';

/** Roles of the two sides of a deal, the first of each looks after the others. */
const HOLDERS: readonly Role[] = roles({ TTO_HEAD: true, TTO_OFFICER: true });
const SEEKERS: readonly Role[] = roles({ SME_OWNER: true, SME_MEMBER: true });
const EVERYWHERE: readonly Role[] = roles({ ADVISOR: true });

function roles(chosen: Partial<Record<Role, true>>): readonly Role[] {
  return Object.keys(chosen) as Role[];
}

const SEATS: Record<OrganizationKind, readonly Role[]> = {
  UNIVERSITY: HOLDERS,
  INSTITUTE: HOLDERS,
  HOSPITAL: HOLDERS,
  NEW_RND: HOLDERS,
  TTO: HOLDERS,
  EXCHANGE: HOLDERS,
  PLATFORM: HOLDERS,
  ENTERPRISE: SEEKERS,
  FOREIGN: SEEKERS,
  FINANCE: SEEKERS,
  INSURER: SEEKERS,
  GUARANTOR: SEEKERS,
  APPRAISER: SEEKERS,
  GOVERNMENT: [],
};

/**
 * Roles that make sense to offer in an organization of a kind, with those that somebody holds already. What may be given
 * is for the server to say; it refuses the rest.
 */
export const offeredRoles = (kind: OrganizationKind, held: readonly Role[] = []): Role[] => [
  ...new Set([...SEATS[kind], ...EVERYWHERE, ...held]),
];

/** Kinds in the order in which they are offered: those that come most often first. */
export const KINDS = Object.keys({
  ENTERPRISE: true,
  UNIVERSITY: true,
  INSTITUTE: true,
  HOSPITAL: true,
  NEW_RND: true,
  TTO: true,
  EXCHANGE: true,
  PLATFORM: true,
  GOVERNMENT: true,
  FINANCE: true,
  INSURER: true,
  GUARANTOR: true,
  APPRAISER: true,
  FOREIGN: true,
} satisfies Record<OrganizationKind, true>) as OrganizationKind[];

export const INDUSTRIES = Object.keys({
  INDUSTRY: true,
  SOFTWARE_IT: true,
  INFO_TRANSMISSION: true,
  WHOLESALE: true,
  RETAIL: true,
  CONSTRUCTION: true,
  AGRI: true,
  TRANSPORT: true,
  STORAGE: true,
  POST: true,
  LODGING: true,
  CATERING: true,
  REAL_ESTATE_DEV: true,
  PROPERTY_MGMT: true,
  LEASING_BUSINESS: true,
  OTHER: true,
} satisfies Record<SizeIndustry, true>) as SizeIndustry[];

/** What is typed into a form of registering or of the profile. */
export interface Profile {
  nameZh: string;
  nameEn: string;
  creditCode: string;
  division: string;
  website: string;
}

interface Known {
  nameZh?: string | null;
  nameEn?: string | null;
  creditCode?: string | null;
  division?: string | null;
  website?: string | null;
  pendingChange?: { nameZh?: string | null; nameEn?: string | null; creditCode?: string | null } | null;
}

/** What the form begins with: what was asked for last, else what is verified. */
export function profileOf({ pendingChange, ...known }: Known): Profile {
  const { nameZh, nameEn, creditCode } = pendingChange ?? known;
  return {
    nameZh: nameZh ?? '',
    nameEn: nameEn ?? '',
    creditCode: creditCode ?? '',
    division: known.division ?? '',
    website: known.website ?? '',
  };
}

const FIELDS = ['nameZh', 'nameEn', 'creditCode', 'division', 'website'] as const;

/** Only what differs: what is left out stays as it is, and what was emptied is taken away. */
export const changedOf = (before: Profile, now: Profile): { [field in keyof Profile]?: string | null } =>
  Object.fromEntries(
    FIELDS.filter((field) => before[field].trim() !== now[field].trim()).map((field) => [
      field,
      now[field].trim() || null,
    ]),
  );

/** Fields that are still as they were at the beginning, with what they are now. */
export const untouched = (began: Profile, typed: Profile, now: Profile): [keyof Profile, string][] =>
  FIELDS.filter((field) => typed[field] === began[field]).map((field) => [field, now[field]]);

/** Fields that somebody else changed to something other than what is typed here. */
export const differing = (theirs: Profile, mine: Profile): (keyof Profile)[] =>
  FIELDS.filter((field) => theirs[field].trim() !== mine[field].trim());

/** What an organization that waits could still add, so that whoever checks it has something to check with. */
export const missingOf = (known: Known): (keyof Profile)[] =>
  (['creditCode', 'division', 'website', 'nameEn'] as const).filter((field) => !known[field]);

export interface Bound {
  indicator: SizeIndicatorKind;
  /** From where on it is large, medium, small: persons, or units of ten thousand yuan. */
  from: readonly [EnterpriseSize, number][];
}

interface Threshold {
  industry: string;
  indicator_1: SizeIndicatorKind;
  bounds_1: readonly number[];
  indicator_2?: SizeIndicatorKind;
  bounds_2?: readonly number[];
}

const LEVELS: readonly EnterpriseSize[] = ['LARGE', 'MEDIUM', 'SMALL'];

/** The bounds of an industry as the rule has them; none if the rule is not what this build knows. */
export function boundsOf(rule: unknown, industry: SizeIndustry): Bound[] {
  if (!Array.isArray(rule)) return [];
  const entry = (rule as Threshold[]).find((one) => one.industry === industry);
  if (!entry) return [];
  return [
    [entry.indicator_1, entry.bounds_1] as const,
    ...(entry.indicator_2 && entry.bounds_2 ? [[entry.indicator_2, entry.bounds_2] as const] : []),
  ].map(([indicator, bounds]) => ({
    indicator,
    from: LEVELS.map((level, place) => [level, bounds[place] ?? 0] as [EnterpriseSize, number]),
  }));
}

/** Whole yuan as somebody types them, in fen; undefined if that is no amount. Only the point moves. */
export function fen(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s,¥]/g, '');
  const found = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(plain);
  return found ? `${found[1]}${(found[2] ?? '').padEnd(2, '0')}`.replace(/^0+(?=\d)/, '') : undefined;
}

/** A whole number as somebody types it; undefined if it is none. */
export function whole(typed: string): number | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s,]/g, '');
  return /^\d{1,9}$/.test(plain) ? Number(plain) : undefined;
}

/** How what the operator found out is shown. */
export const TONES = { PENDING: 'bloom', VERIFIED: 'leaf', REJECTED: 'clay' } as const;
