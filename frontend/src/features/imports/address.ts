import { sideOf } from '@/features/account';
import type { ImportKind, OrganizationKind } from '@/gql/graphql';

/** Where somebody is in the wizard, as the address says it. */
export interface Wizard {
  /** The office or enterprise, if it is not the only one. */
  org?: string;
  /** The file that was handed in, and what it is called. */
  upload?: string;
  name?: string;
  /** The import that only looks. */
  check?: string;
  /** What it found was seen: what would change is next. */
  seen?: boolean;
}

export function readWizard(raw: Record<string, unknown>): Wizard {
  const text = (name: string) => (typeof raw[name] === 'string' && raw[name] ? { [name]: raw[name] } : {});
  return { ...text('org'), ...text('upload'), ...text('name'), ...text('check'), ...(raw.seen ? { seen: true } : {}) };
}

interface Seated {
  organization?: { id: string; kind: OrganizationKind } | null;
}

/** What the files of an organization of this kind are lists of: those that have neither achievements nor demands import nothing. */
const OF_SIDE = { office: 'LISTING', firm: 'DEMAND' } as const;
const importsOf = (kind: OrganizationKind): ImportKind | undefined => {
  const side = sideOf(kind);
  return side && OF_SIDE[side];
};

/** The seats in organizations that import something. */
export const importers = <Seat extends Seated>(seats: readonly Seat[]): Seat[] =>
  seats.filter(({ organization }) => organization && importsOf(organization.kind));

/** The organization that imports: the one of the address, else the first seat where there is something to import. */
export function officeOf(seats: readonly Seated[], org: string | undefined): string | undefined {
  const ids = importers(seats).flatMap(({ organization }) => (organization ? [organization.id] : []));
  return ids.find((id) => id === org) ?? ids[0];
}

/** Who imports what in the wizard: as the import that only looks has it, and before there is one, as the address has it. */
export function wizardOf(
  seats: readonly Seated[],
  org: string | undefined,
  run: { organizationId: string; kind: ImportKind } | undefined,
): { office: string; kind: ImportKind } | undefined {
  if (run) return { office: run.organizationId, kind: run.kind };
  const office = officeOf(seats, org);
  const kind = kindOf(seats, office);
  return office && kind ? { office, kind } : undefined;
}

/** What the files of an organization are lists of: those of a firm of demands, those of an office of achievements. */
export function kindOf(seats: readonly Seated[], office: string | undefined): ImportKind | undefined {
  const seat = seats.find(({ organization }) => organization?.id === office);
  return seat?.organization ? importsOf(seat.organization.kind) : undefined;
}
