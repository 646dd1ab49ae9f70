/** The fields of a demand by the step in which they are written. */
export const FIELDS = {
  problem: ['title', 'problem', 'currentSolution', 'expectedTarget', 'keywords', 'industries', 'ipc', 'chains'],
  terms: [
    'acceptanceTests',
    'budget',
    'plannedInvestment',
    'solutionMode',
    'deadline',
    'trlMin',
    'wantsUseFirstPayLater',
    'licenseKinds',
    'paymentModes',
    'activityType',
    'discipline',
    'technologyFields',
    'startYear',
    'endYear',
    'intendedPartner',
    'supervisingUnit',
  ],
  visibility: ['visibility', 'contact', 'site', 'preferredRegions', 'acceptsForeign', 'validUntil'],
} as const;
export type WrittenStep = keyof typeof FIELDS;
export type FieldName = (typeof FIELDS)[WrittenStep][number];
export const WRITTEN: readonly WrittenStep[] = ['problem', 'terms', 'visibility'];

/** The name of a field in the form: what the server calls it, without what every input is wrapped in. */
export const nameOf = (path: readonly string[] | null | undefined): string =>
  (path ?? []).filter((part, place) => !(place === 0 && part === 'input')).join('.');

/** The step in which a field is written; undefined for what is of none of them. */
export function stepOf(name: string): WrittenStep | undefined {
  const first = name.split('.')[0];
  return WRITTEN.find((step) => FIELDS[step].some((field) => field === first));
}

/** The field of its own word that a name is a part of. */
export const fieldOf = (name: string): FieldName | undefined =>
  WRITTEN.flatMap((step): readonly FieldName[] => FIELDS[step]).find((field) => field === name.split('.')[0]);
