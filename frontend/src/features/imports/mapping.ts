import type { ImportColumnInput, ImportColumnsQuery, ImportChoicesQuery, ImportKind } from '@/gql/graphql';

import { csvLine } from './csv';

export type PreviewColumn = ImportColumnsQuery['importPreview']['columns'][number];
export type Field = ImportChoicesQuery['importFields'][number];
export type Preset = ImportChoicesQuery['importPresets']['nodes'][number];
/** What each column feeds; null if it is left out. */
export type Mapping = ReadonlyMap<string, string | null>;

/** What every column feeds: what was said, else what its header says. */
export const mappingOf = (columns: readonly PreviewColumn[], said: readonly ImportColumnInput[]): Mapping =>
  new Map(
    columns.map(({ column, suggestedField }) => {
      const one = said.find((one) => one.column === column);
      return [column, one ? (one.field ?? null) : (suggestedField?.path ?? null)];
    }),
  );

/** Only what differs from the headers: an export of ours that nobody touched is read back exactly. */
export const saidOf = (columns: readonly PreviewColumn[], mapping: Mapping): ImportColumnInput[] =>
  columns.flatMap(({ column, suggestedField }) => {
    const field = mapping.get(column) ?? null;
    return field === (suggestedField?.path ?? null) ? [] : [{ column, field }];
  });

export interface Conflict {
  field: Field;
  columns: string[];
}

/** Fields that only one column may feed, and two or more do. */
export function conflictsOf(mapping: Mapping, fields: readonly Field[]): Conflict[] {
  return fields
    .filter(({ many }) => !many)
    .map((field) => ({ field, columns: [...mapping].filter(([, path]) => path === field.path).map(([name]) => name) }))
    .filter(({ columns }) => columns.length > 1);
}

/** The mapping with `chosen` as the only column of a field: the others are left out. */
export const settle = (mapping: Mapping, { field, columns }: Conflict, chosen: string): Mapping =>
  new Map(
    [...mapping].map(([name, path]) => [name, columns.includes(name) ? (name === chosen ? field.path : null) : path]),
  );

/** The mapping as a preset has it; columns that the preset does not know stay as they are. */
export const withPreset = (mapping: Mapping, preset: Preset): Mapping =>
  new Map(
    [...mapping].map(([name, path]) => {
      const kept = preset.mapping.find(({ column }) => column === name);
      return [name, kept ? (kept.field ?? null) : path];
    }),
  );

/** Parts of the long list of fields, told by the beginning of their paths. */
export const SECTIONS = ['main', 'right', 'class', 'people', 'terms'] as const;
export type Section = (typeof SECTIONS)[number];

const BEGINNINGS: Record<Exclude<Section, 'main'>, readonly string[]> = {
  right: ['ipRights', 'ipc'],
  class: [
    'kind',
    'keywords',
    'readiness',
    'industries',
    'strategicIndustries',
    'shanghaiSectors',
    'chains',
    'registration',
    'trlMin',
  ],
  people: [
    'inventors',
    'inventorsConsent',
    'owners',
    'contact',
    'department',
    'funding',
    'rightsGrant',
    'separatelyManaged',
  ],
  terms: [
    'licenseKinds',
    'paymentModes',
    'wantsUseFirstPayLater',
    'visibility',
    'offers',
    'transferWays',
    'secrecy',
    'exportClass',
    'entrustedBroker',
    'expectedInvestment',
    'cooperationNeeds',
    'validUntil',
    'disclosure',
    'attachments',
    'fiveValues',
  ],
};

export function sectionOf(path: string): Section {
  const [beginning = ''] = path.split('.');
  const found = (Object.keys(BEGINNINGS) as (keyof typeof BEGINNINGS)[]).find((name) =>
    BEGINNINGS[name].includes(beginning),
  );
  return found ?? 'main';
}

/** The columns of an empty table to begin with: what an office or an enterprise usually has at hand. */
export const TEMPLATES: Readonly<Record<ImportKind, readonly string[]>> = {
  LISTING: [
    'externalReference',
    'title.zh',
    'title.en',
    'abstract.zh',
    'problem.zh',
    'benefit.zh',
    'kind',
    'department',
    'keywords',
    'readiness.level',
    'ipRights.number',
    'ipRights.kind',
    'ipRights.status',
    'ipRights.filedOn',
    'contact.name',
    'contact.phone',
    'contact.email',
    'validUntil',
  ],
  DEMAND: [
    'externalReference',
    'title.zh',
    'title.en',
    'problem.zh',
    'currentSolution.zh',
    'expectedTarget.zh',
    'keywords',
    'industries',
    'trlMin',
    'solutionMode',
    'budget.min',
    'budget.max',
    'deadline',
    'site',
    'contact.name',
    'contact.phone',
    'contact.email',
    'visibility',
    'validUntil',
  ],
};

/** An empty table with the names of the fields, as the server knows them again in either language. */
export const templateOf = (fields: readonly Field[], kind: ImportKind): string =>
  `\uFEFF${csvLine(TEMPLATES[kind].flatMap((path) => fields.find((field) => field.path === path)?.label ?? []))}\r\n`;
