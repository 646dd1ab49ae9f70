/** The parts of the form, in their order, each with the fields of the input that it has. */
export const PARTS = {
  basics: ['title', 'abstract', 'kind', 'department', 'keywords', 'readiness', 'externalReference'],
  value: ['problem', 'benefit', 'innovationPoints', 'scenarios', 'appliedCases'],
  figures: ['indicators'],
  fields: ['chains', 'shanghaiSectors', 'strategicIndustries', 'industries', 'ipc'],
  rights: ['ipRights'],
  people: ['owners', 'inventors', 'inventorsConsent', 'contact'],
  compliance: ['secrecy', 'exportClass', 'funding', 'rightsGrant', 'separatelyManaged', 'registration'],
  offers: ['transferWays', 'offers', 'cooperationNeeds', 'expectedInvestment', 'entrustedBroker'],
  files: ['attachments', 'knowHow', 'disclosure', 'validUntil'],
} as const;

export type Part = keyof typeof PARTS;
export const PART_KEYS = Object.keys(PARTS) as Part[];

/** The part that a field is in. */
export const partOf = (field: string | undefined): Part | undefined =>
  PART_KEYS.find((part) => (PARTS[part] as readonly string[]).includes(field ?? ''));

/** The name of a field out of the path of a refusal: without the word for the input itself. */
export const nameOf = (path: readonly string[] | null | undefined): string =>
  (path?.[0] === 'input' ? path.slice(1) : (path ?? [])).join('.');

/** The id of the message with the name of a field: its path without the places in lists and without languages. */
export const wordOf = (name: string): string =>
  name
    .split('.')
    .filter((step) => !/^\d+$/.test(step) && !['zh', 'en', 'minorUnits'].includes(step))
    .join('_');
