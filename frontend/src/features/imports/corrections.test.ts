import { describe, expect, it } from 'vitest';

import { correct, countCorrected, mend, unread } from './corrections';
import { csvLine, harmless, parseCsv } from './csv';

const ADDED = ['row', 'reference', 'outcome', 'listing', 'warnings', 'problems'];
const row = (cells: string[], number: number) => [...cells, String(number), '', '', '', '', ''];

describe('csv', () => {
  it('reads back what it writes', () => {
    const rows = [
      ['a', 'b "quoted"', ''],
      ['line\nbreak', ',', '，'],
    ];
    expect(parseCsv(`\uFEFF${rows.map(csvLine).join('\r\n')}\r\n`)).toEqual(rows);
    expect(parseCsv('a,b\n1')).toEqual([['a', 'b'], ['1']]);
    expect(parseCsv('')).toEqual([]);
  });
  it('takes the power from formulas', () => {
    expect(['=1', "'=1", '-5', 'a=1', '＝1'].map(harmless)).toEqual(["'=1", "''=1", "'-5", 'a=1', "'＝1"]);
  });
});

describe('correct', () => {
  it('writes the same into many rows, and takes it back', () => {
    const once = correct({}, [2, 3], 'kind', 'PRODUCT');
    expect(countCorrected(once)).toBe(2);
    const twice = correct(once, [2], 'title', 'x');
    expect(twice).toEqual({ 2: { kind: 'PRODUCT', title: 'x' }, 3: { kind: 'PRODUCT' } });
    expect(correct(twice, [3], 'kind', undefined)).toEqual({ 2: { kind: 'PRODUCT', title: 'x' } });
    expect(once[2]).toEqual({ kind: 'PRODUCT' });
  });
});

describe('mend', () => {
  const table = [['title', 'kind', ...ADDED], row(['a', 'x'], 4), row(['b', 'y'], 6)];
  it('keeps every row in its line and changes what was said', () => {
    const lines = mend(table, { 6: { kind: '=z', unknown: '!' } }, new Set()).split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['\uFEFF', '']);
    expect(parseCsv(lines[2] ?? '')[0]).toEqual(table[0]);
    expect(parseCsv(lines[3] ?? '')[0]?.slice(0, 2)).toEqual(['a', 'x']);
    expect(lines[4]).toBe('');
    expect(parseCsv(lines[5] ?? '')[0]?.slice(0, 2)).toEqual(['b', "'=z"]);
  });
  it('never makes a good row of one that could not be read', () => {
    const problems = [
      { row: 4, column: null, code: 'ROW_SHAPE' },
      { row: 6, column: 'kind', code: 'CELL_ERROR' },
    ];
    expect([...unread(problems, {})]).toEqual([4, 6]);
    expect([...unread(problems, { 6: { kind: 'fine' } })]).toEqual([4]);
    const lines = mend(table, {}, new Set([4])).split('\r\n');
    expect(parseCsv(lines[3] ?? '')[0]).toHaveLength(1);
  });
});
