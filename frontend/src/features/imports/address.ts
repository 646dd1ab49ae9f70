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

/** The organization that imports: the one of the address, else the first seat. */
export function officeOf<Seat extends { organization?: { id: string } | null }>(
  seats: readonly Seat[],
  org: string | undefined,
): string | undefined {
  const ids = seats.flatMap(({ organization }) => (organization ? [organization.id] : []));
  return ids.find((id) => id === org) ?? ids[0];
}

/** Who imports what in the wizard: as the import that only looks has it, and before there is one, as the address has it. */
export function wizardOf<Seat extends { organization?: { id: string; kind: OrganizationKind } | null }>(
  seats: readonly Seat[],
  org: string | undefined,
  run: { organizationId: string; kind: ImportKind } | undefined,
): { office: string | undefined; kind: ImportKind } {
  if (run) return { office: run.organizationId, kind: run.kind };
  const office = officeOf(seats, org);
  return { office, kind: kindOf(seats, office) };
}

/** What the files of an organization are lists of: an enterprise has demands, everybody else achievements. */
export function kindOf<Seat extends { organization?: { id: string; kind: OrganizationKind } | null }>(
  seats: readonly Seat[],
  office: string | undefined,
): ImportKind {
  const seat = seats.find(({ organization }) => organization?.id === office);
  return seat?.organization?.kind === 'ENTERPRISE' ? 'DEMAND' : 'LISTING';
}
