import type { Happening } from '@/lib/events';

/** How keys of queries begin that an event about a thing of this type makes old. */
const ROOTS: Record<string, readonly string[]> = {
  Listing: ['listing', 'achievement'],
  LicenseRequest: ['license'],
  License: ['license'],
  Demand: ['demand'],
  DemandProposal: ['demand'],
  DemandSplit: ['demand'],
  ImportRun: ['import'],
  Advisor: ['case'],
  Mandate: ['case'],
  BrokerCase: ['case'],
  Introduction: ['case'],
  CaseOutcome: ['case'],
  Organization: ['organization', 'operation', 'viewer'],
};
/** What an import writes, which no event tells of row by row. */
const IMPORTED: readonly string[] = ['Listing', 'Demand'];
/** What shows something of everything. */
const ALWAYS: readonly string[] = ['inbox', 'workbench'];

/** Whether what is kept under a key may be old after these events: lists of such things, and all about the very things. */
export function isTouched(key: readonly unknown[], events: readonly Happening[]): boolean {
  const root = String(key[0]);
  if (ALWAYS.includes(root)) return true;
  const text = JSON.stringify(key);
  return events.some(({ kind, subjectType, subjectId }) => {
    const types = [subjectType, ...(kind === 'IMPORT_FINISHED' ? IMPORTED : [])];
    const roots = types.flatMap((type) => ROOTS[type] ?? []);
    return roots.some((one) => root.startsWith(one)) || text.includes(JSON.stringify(subjectId));
  });
}
