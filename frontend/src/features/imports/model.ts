import type { ImportProblemLineFragment, ImportState } from '@/gql/graphql';

import type { Wizard } from './address';

/** The steps of an import, in order. */
export const STEPS = ['upload', 'map', 'check', 'review', 'result'] as const;
export type Step = (typeof STEPS)[number];

export const stepOf = ({ upload, check, seen }: Wizard): Step => {
  if (check) return seen ? 'review' : 'check';
  return upload ? 'map' : 'upload';
};

export const isOver = (state: ImportState): boolean => state !== 'QUEUED' && state !== 'RUNNING';

/** How long to wait before asking again how far an import is: half a second at first, five at most. */
export const pause = (asked: number): number => Math.min(500 * 1.3 ** Math.max(0, asked - 1), 5000);

/** The name of a file whose rows were mended here: `a.xlsx`, `a-r2.csv`, `a-r3.csv`. */
export function mendedName(name: string): string {
  const [, base = name, round = '1'] = /^(.*?)(?:-r(\d+))?(?:\.[^.]*)?$/.exec(name) ?? [];
  return `${base}-r${Number(round) + 1}.csv`;
}

/** Lines of JSON have no cells that could be mended in a table. */
export const isTable = (name: string): boolean => !/\.(jsonl?|ndjson)$/i.test(name);

/** What a problem asks a person to do. */
export type Repair =
  | 'fill'
  | 'value'
  | 'date'
  | 'number'
  | 'range'
  | 'patent'
  | 'duplicate'
  | 'length'
  | 'shares'
  | 'shape'
  | 'format';

const REPAIRS: Record<string, Repair> = {
  REQUIRED: 'fill',
  UNKNOWN_CODE: 'value',
  INVALID_COUNTRY: 'value',
  INVALID_CURRENCY: 'value',
  INVALID_IPC: 'value',
  INVALID_DATE: 'date',
  AMBIGUOUS_DATE: 'date',
  INVALID_NUMBER: 'number',
  OUT_OF_RANGE: 'range',
  INVALID_PATENT_NUMBER: 'patent',
  DUPLICATE: 'duplicate',
  DUPLICATE_IN_FILE: 'duplicate',
  EXTERNAL_REFERENCE_TAKEN: 'duplicate',
  TOO_LONG: 'length',
  TOO_SHORT: 'length',
  TOO_MANY: 'length',
  CELL_TOO_LONG: 'length',
  SHARES_NOT_WHOLE: 'shares',
  ROW_SHAPE: 'shape',
};

type Problem = ImportProblemLineFragment;

/** One thing to mend: a cell, or the same word in many rows. */
export interface Line {
  key: string;
  column: string | null;
  field: string | null;
  found: string | null;
  message: string;
  rows: number[];
}

/** Things that are mended in the same way, in the same column. */
export interface Group {
  key: string;
  repair: Repair;
  column: string | null;
  lines: Line[];
  /** How many rows are concerned. */
  rows: number;
}

/** Problems by what is to be done about them; the largest group first. The same unknown word is one line. */
export function groupProblems(problems: readonly Problem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { id, code, column, field, value, message, row } of problems) {
    const repair = REPAIRS[code] ?? 'format';
    const key = `${repair} ${column ?? ''}`;
    const group = groups.get(key) ?? { key, repair, column, lines: [], rows: 0 };
    const same = repair === 'value' && value ? group.lines.find(({ found }) => found === value) : undefined;
    if (same) same.rows.push(row);
    else group.lines.push({ key: id, column, field, found: value, message, rows: [row] });
    groups.set(key, group);
  }
  const all = [...groups.values()];
  for (const group of all) group.rows = new Set(group.lines.flatMap(({ rows }) => rows)).size;
  return all.sort((one, other) => other.rows - one.rows);
}

/** What became of one row, as the result file says it. */
export interface Outcome {
  row: number;
  reference: string;
  outcome: string;
  /** The listing or demand. */
  target: string;
  notes: string;
}

/** The columns that the server adds at the end: row, reference, outcome, listing or demand, warnings, problems. */
export const ADDED = 6;

export const outcomesOf = ([, ...rows]: readonly string[][]): Outcome[] =>
  rows.map((cells) => {
    const [row = '', reference = '', outcome = '', target = '', warnings = '', problems = ''] = cells.slice(-ADDED);
    return { row: Number(row), reference, outcome, target, notes: [problems, warnings].filter(Boolean).join('\n') };
  });

/** How the states of an import look. */
export const STATE_TONES: Record<ImportState, 'plain' | 'sky' | 'leaf' | 'clay'> = {
  QUEUED: 'sky',
  RUNNING: 'sky',
  SUCCEEDED: 'leaf',
  FAILED: 'clay',
  CANCELLED: 'plain',
};
