import { describe, expect, it } from 'vitest';

import { arranged, csv, filterOf, readView, sortedBy, writeView } from './model';

const row = (zh: string, level: number, free?: number) => ({
  kind: 'PROCESS' as const,
  title: { zh, en: null },
  readiness: { level },
  offers: free ? [{ code: 'A', kind: 'OPEN' as const, useFirstPayLater: { freeMonths: free } }] : [],
  completeness: { score: level * 10 },
  updatedAt: `2026-0${level}-01T00:00:00Z`,
});
const rows = [row('乙', 3), row('甲', 7, 12), row('丙', 5)];
const titles = (view: Record<string, unknown>) =>
  arranged(rows, readView(view), 'zh-CN').map((found) => found.title.zh);

describe('readView', () => {
  it('leaves out what it does not understand', () => {
    expect(readView({ tab: 'NONSENSE', trl: '12', since: 'yesterday', cols: ['x'] })).toEqual(readView({}));
  });
  it('survives a round through the address', () => {
    const view = readView({ tab: 'OVER', kind: 'SOFTWARE', trl: '4', ufpl: '1', sort: 'trl', up: '1', cols: ['trl'] });
    expect(readView(writeView(view))).toEqual(view);
  });
});

describe('filterOf', () => {
  it('asks the server for the states of the tab', () => {
    expect(filterOf(readView({ tab: 'OVER' }), 'o').states).toContain('EXPIRED');
    expect(filterOf(readView({ tab: 'CHANGED' }), 'o').revisionStates).toContain('SUBMITTED');
  });
});

describe('arranged', () => {
  it('narrows down', () => {
    expect(titles({ ufpl: '1' })).toEqual(['甲']);
    expect(titles({ trl: '5' })).toEqual(['甲', '丙']);
    expect(titles({ since: '2026-05-01' })).toEqual(['甲', '丙']);
  });
  it('puts in order, either way', () => {
    expect(titles({ sort: 'trl', up: '1' })).toEqual(['乙', '丙', '甲']);
    expect(titles({ sort: 'title', up: '1' })).toEqual(['丙', '甲', '乙']);
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

describe('csv', () => {
  it('quotes, and lets nothing be a formula', () => {
    expect(csv([['a"b', '=1+1']])).toBe('\uFEFF"a""b","\'=1+1"\r\n');
  });
});
