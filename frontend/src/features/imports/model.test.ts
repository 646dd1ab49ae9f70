import { describe, expect, it } from 'vitest';

import { officeOf, readWizard } from './address';
import { groupProblems, isTable, mendedName, outcomesOf, pause, stepOf } from './model';

const problem = (row: number, code: string, column: string | null, value: string | null = null) => ({
  id: `${row} ${code}`,
  row,
  severity: 'ERROR' as const,
  column,
  field: column,
  code: code as never,
  message: code,
  value,
});

describe('the address', () => {
  it('says which step it is, and ignores what it does not know', () => {
    expect(stepOf(readWizard({ upload: 'u', evil: 1 }))).toBe('map');
    expect(stepOf(readWizard({ upload: 'u', check: 'c' }))).toBe('check');
    expect(stepOf(readWizard({ check: 'c', seen: '1' }))).toBe('review');
    expect(stepOf(readWizard({ check: ['a', 'b'] }))).toBe('upload');
  });
  it('names an office of one’s own, or the first', () => {
    const seats = [null, 'a', 'b'].map((id) => ({
      organization: id === null ? null : { id, kind: 'UNIVERSITY' as const },
    }));
    expect(officeOf(seats, 'b')).toBe('b');
    expect(officeOf(seats, 'stranger')).toBe('a');
    expect(officeOf([], undefined)).toBeUndefined();
  });
});

describe('groupProblems', () => {
  it('puts together what is mended in the same way, the largest first', () => {
    const groups = groupProblems([
      problem(2, 'REQUIRED', 'title'),
      problem(3, 'INVALID_DATE', 'filed', 'March'),
      problem(4, 'INVALID_DATE', 'filed', 'May'),
      problem(4, 'ROW_SHAPE', null),
    ]);
    expect(groups.map(({ repair, column, rows }) => [repair, column, rows])).toEqual([
      ['date', 'filed', 2],
      ['fill', 'title', 1],
      ['shape', null, 1],
    ]);
    expect(groups[0]?.lines).toHaveLength(2);
  });
  it('makes one line of the same unknown word', () => {
    const [group] = groupProblems([
      problem(2, 'UNKNOWN_CODE', 'kind', 'x'),
      problem(5, 'UNKNOWN_CODE', 'kind', 'x'),
      problem(6, 'UNKNOWN_CODE', 'kind', 'y'),
    ]);
    expect(group?.lines.map(({ rows }) => rows)).toEqual([[2, 5], [6]]);
    expect(group?.rows).toBe(3);
  });
  it('has a place for codes that nobody knows yet', () => {
    expect(groupProblems([problem(2, 'BRAND_NEW', 'a')])[0]?.repair).toBe('format');
  });
});

describe('small things', () => {
  it('counts how often a file was mended', () => {
    expect(['list.xlsx', 'list-r2.csv', 'list', 'a.b.csv'].map(mendedName)).toEqual([
      'list-r2.csv',
      'list-r3.csv',
      'list-r2.csv',
      'a.b-r2.csv',
    ]);
    expect(['a.csv', 'a.jsonl', 'a.JSON'].map(isTable)).toEqual([true, false, false]);
  });
  it('asks less and less often', () => {
    expect(pause(1)).toBe(500);
    expect(pause(3)).toBeGreaterThan(pause(2));
    expect(pause(100)).toBe(5000);
  });
  it('reads the columns that the server added', () => {
    expect(
      outcomesOf([
        ['a', '1', '2', '3', '4', '5', '6'],
        ['x', '7', 'R', 'CREATED', 'id', 'w', 'e'],
      ]),
    ).toEqual([{ row: 7, reference: 'R', outcome: 'CREATED', target: 'id', notes: 'e\nw' }]);
  });
});
