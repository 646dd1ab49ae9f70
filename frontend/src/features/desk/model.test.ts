import { describe, expect, it } from 'vitest';

import type { Happening } from '@/lib/events';

import { isTouched } from './model';

const event = {
  id: 'e',
  kind: 'IMPORT_PROGRESSED',
  subjectType: 'ImportRun',
  subjectId: 'run',
  figures: {},
} as Happening;

describe('isTouched', () => {
  it('finds lists of such things, the very thing, and what shows everything', () => {
    expect(isTouched(['imports', 'list'], [event])).toBe(true);
    expect(isTouched(['anything', { id: 'run' }], [event])).toBe(true);
    expect(isTouched(['inbox', 'events', 'en'], [event])).toBe(true);
  });
  it('leaves the rest alone until an import has ended', () => {
    expect(isTouched(['listing', 'table'], [event])).toBe(false);
    expect(isTouched(['search', 'results', {}], [event])).toBe(false);
    expect(isTouched(['demand', 'rows'], [event])).toBe(false);
    const finished = [{ ...event, kind: 'IMPORT_FINISHED' } as Happening];
    expect(isTouched(['listing', 'table'], finished)).toBe(true);
    expect(isTouched(['demand', 'rows'], finished)).toBe(true);
    expect(isTouched(['search', 'results', {}], finished)).toBe(false);
  });
});
