import { describe, expect, it } from 'vitest';

import {
  conflictsOf,
  mappingOf,
  saidOf,
  sectionOf,
  settle,
  templateOf,
  withPreset,
  type Field,
  type PreviewColumn,
} from './mapping';

const column = (name: string, path: string | null): PreviewColumn => ({
  column: name,
  values: [],
  confidence: path ? 'CERTAIN' : null,
  field: path ? { path } : null,
  suggestedField: path ? { path, label: path } : null,
});
const COLUMNS = [column('A', 'title'), column('B', null), column('C', 'keywords')];
const FIELDS: Field[] = [
  { path: 'title', label: 'Title', many: false },
  { path: 'keywords', label: 'Keywords', many: true },
];

describe('mapping', () => {
  it('is what the headers say until somebody says otherwise', () => {
    expect([...mappingOf(COLUMNS, [{ column: 'C', field: null }])]).toEqual([
      ['A', 'title'],
      ['B', null],
      ['C', null],
    ]);
  });
  it('sends only what differs', () => {
    expect(saidOf(COLUMNS, mappingOf(COLUMNS, []))).toEqual([]);
    expect(saidOf(COLUMNS, new Map(mappingOf(COLUMNS, [])).set('B', 'abstract'))).toEqual([
      { column: 'B', field: 'abstract' },
    ]);
  });
  it('asks which column it is when two want one field, unless several may', () => {
    const twice = new Map(mappingOf(COLUMNS, [])).set('B', 'title');
    const [conflict] = conflictsOf(twice, FIELDS);
    expect(conflict?.columns).toEqual(['A', 'B']);
    expect(conflictsOf(new Map(mappingOf(COLUMNS, [])).set('B', 'keywords'), FIELDS)).toEqual([]);
    if (!conflict) throw new Error('no conflict');
    expect([...settle(twice, conflict, 'B')].slice(0, 2)).toEqual([
      ['A', null],
      ['B', 'title'],
    ]);
  });
  it('takes from a preset what the file has', () => {
    const mapping = [
      { column: 'B', field: 'abstract' },
      { column: 'elsewhere', field: 'title' },
    ];
    const next = withPreset(mappingOf(COLUMNS, []), { id: 'p', name: 'p', version: 1, mapping });
    expect([...next]).toEqual([
      ['A', 'title'],
      ['B', 'abstract'],
      ['C', 'keywords'],
    ]);
  });
  it('makes a template of what the server knows', () => {
    const fields = [{ path: 'externalReference', label: 'No.', many: false }, ...FIELDS];
    expect(templateOf(fields, 'LISTING')).toBe('\uFEFF"No.","Keywords"\r\n');
    const own = [...fields, { path: 'visibility', label: 'Who sees it', many: false }];
    expect(templateOf(own, 'DEMAND')).toBe('\uFEFF"No.","Keywords","Who sees it"\r\n');
  });
  it('knows the part of each field', () => {
    expect(['title.zh', 'ipRights.number', 'kind', 'contact.email', 'offers'].map(sectionOf)).toEqual([
      'main',
      'right',
      'class',
      'people',
      'terms',
    ]);
  });
});
