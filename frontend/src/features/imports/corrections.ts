import { csvLine, harmless } from './csv';
import { ADDED } from './model';

/** What cells are to say instead, by row and column. */
export type Corrections = Readonly<Record<number, Readonly<Record<string, string>>>>;

/** Corrections with one more, for the same column of some rows; none takes it back. */
export function correct(
  before: Corrections,
  rows: readonly number[],
  column: string,
  value: string | undefined,
): Corrections {
  const next: Record<number, Record<string, string>> = { ...before };
  for (const row of rows) {
    const { [column]: _, ...others } = next[row] ?? {};
    const cells = value === undefined ? others : { ...others, [column]: value };
    if (Object.keys(cells).length > 0) next[row] = cells;
    else delete next[row];
  }
  return next;
}

/** How many rows are mended. */
export const countCorrected = (corrections: Corrections): number => Object.keys(corrections).length;

interface Problem {
  row: number;
  column: string | null;
  code: string;
}

/** What the reader of the file could not read: the result file has only a guess of it. */
const UNREADABLE = new Set(['CELL_ERROR', 'CELL_TOO_LONG']);

/** Rows that must stay refused, because a part of them was never read and nobody has said what it is. */
export const unread = (problems: readonly Problem[], corrections: Corrections): Set<number> =>
  new Set(
    problems
      .filter(({ row, column, code }) =>
        column === null ? true : UNREADABLE.has(code) && corrections[row]?.[column] === undefined,
      )
      .map(({ row }) => row),
  );

/**
 * The file anew, from its result file: with corrections, and each row in the line that it had. A row in `broken` is cut
 * short, so that the server refuses it again.
 */
export function mend(table: readonly string[][], corrections: Corrections, broken: ReadonlySet<number>): string {
  const [header = [], ...rows] = table;
  const place = header.length - ADDED;
  const lines: string[] = [];
  const put = (number: number, cells: readonly string[]) => {
    while (lines.length < number - 1) lines.push('');
    lines.push(csvLine(cells));
  };
  put(Math.max(1, Number(rows[0]?.[place] ?? 2) - 1), header);
  for (const cells of rows) {
    const number = Number(cells[place]);
    const said = corrections[number] ?? {};
    const mended = cells.map((cell, index) => {
      const value = index < place ? said[header[index] ?? ''] : undefined;
      return value === undefined ? cell : harmless(value);
    });
    put(number, broken.has(number) ? mended.slice(0, Math.max(1, place - 1)) : mended);
  }
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
