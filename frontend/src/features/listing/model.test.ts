import { describe, expect, it } from 'vitest';

import { countsOf, exportOf, filterOf, orderOf, readView, rowsOf, sortedBy, writeView } from './model';

describe('readView', () => {
  it('leaves out what it does not understand', () => {
    expect(readView({ tab: 'NONSENSE', trl: '12', since: 'yesterday', cols: ['x'] })).toEqual(readView({}));
  });
  it('survives a round through the address', () => {
    const view = readView({ tab: 'OVER', kind: 'SOFTWARE', trl: '4', ufpl: '1', sort: 'trl', up: '1', cols: ['trl'] });
    expect(readView(writeView(view))).toEqual(view);
  });
});

describe('what the server is asked', () => {
  it('is the states of the tab for the rows, and everything else for the counts', () => {
    expect(rowsOf(readView({ tab: 'OVER' }), 'o').states).toContain('EXPIRED');
    expect(rowsOf(readView({ tab: 'CHANGED' }), 'o').revisionStates).toContain('SUBMITTED');
    expect(filterOf(readView({ tab: 'OVER', trl: '4' }))).toEqual({ readinessMin: 4 });
  });
  it('is an order only when one was chosen', () => {
    expect(orderOf(readView({}))).toBeUndefined();
    expect(orderOf(readView({ sort: 'trl' }))).toEqual({ field: 'READINESS', descending: true });
  });
  it('is the same for a file', () => {
    const view = readView({ tab: 'OVER', kind: 'SOFTWARE', ufpl: '1', q: 'A&B' });
    expect(exportOf(view, 'o')).toBe(
      '/exports/listings.csv?query=A%26B&kinds=SOFTWARE&useFirstPayLater=true&organizationId=o&states=WITHDRAWN%2CEXPIRED%2CTRANSFERRED',
    );
  });
});

describe('countsOf', () => {
  it('counts a changed listing in its own tab and in that of its state', () => {
    const counts = countsOf([
      { state: 'PUBLISHED', revisionState: null, count: 5 },
      { state: 'PUBLISHED', revisionState: 'EDITING', count: 2 },
      { state: 'EXPIRED', revisionState: null, count: 1 },
    ]);
    expect([counts.ALL, counts.PUBLISHED, counts.CHANGED, counts.OVER, counts.DRAFT]).toEqual([8, 7, 2, 1, 0]);
  });
});

describe('sortedBy', () => {
  it('goes there, the other way, and back to the order of the server', () => {
    const first = sortedBy(readView({}), 'trl');
    expect([first.sort, first.up]).toEqual(['trl', false]);
    const second = sortedBy(first, 'trl');
    expect([second.sort, second.up]).toEqual(['trl', true]);
    expect(sortedBy(second, 'trl').sort).toBeUndefined();
  });
});
