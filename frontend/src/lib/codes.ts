import { queryOptions } from '@tanstack/react-query';

import type { Locale } from '@/lib/preferences';

/** Divisions of China (GB/T 2260), industries (GB/T 4754), the patent classification (IPC), disciplines (GB/T 13745). */
export type CodeKind = 'divisions' | 'industries' | 'ipc' | 'disciplines';

export interface Code {
  code: string;
  zh: string;
  /** Empty where the table has no English. */
  en: string;
  /** The code that this one is a part of. */
  parent?: string;
}

/** Each table comes when somebody chooses from it. */
const TABLES: Record<CodeKind, () => Promise<{ default: string }>> = {
  divisions: () => import('@seeds/divisions.csv?raw'),
  industries: () => import('@seeds/industries.csv?raw'),
  ipc: () => import('@seeds/ipc.csv?raw'),
  disciplines: () => import('@seeds/disciplines.csv?raw'),
};

/** The table of a kind. It does not change while a page is open. */
export const codesQuery = (kind: CodeKind) =>
  queryOptions({
    queryKey: ['codes', kind],
    queryFn: async () => codesIn(kind, (await TABLES[kind]()).default),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The cells of a line; a cell in quotation marks may hold commas. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );

/** Of what a code is a part, where the code itself says it. */
function above(kind: CodeKind, code: string): string | undefined {
  if (code.length === 1 || kind === 'disciplines') return undefined;
  if (kind === 'ipc') return code.slice(0, code.length === 4 ? 3 : 1);
  return code.length === 3 ? code.slice(0, 1) : code.slice(0, -1);
}

/** Reads a table: lines of notes, one that names the columns, then a code on each line. */
export function codesIn(kind: CodeKind, text: string): Code[] {
  const [head = '', ...rows] = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const columns = cellsOf(head.trim());
  const at = (...names: string[]) => columns.findIndex((column) => names.includes(column));
  const [code, zh, en, parent] = [
    at('code', 'full_code'),
    at('name_zh', 'title_zh'),
    at('name_en', 'title_en'),
    at('parent'),
  ] as const;
  return rows.map((row) => {
    const cells = cellsOf(row.trim());
    const own = cells[code] ?? '';
    const over = kind === 'divisions' ? cells[parent] : above(kind, own);
    return { code: own, zh: cells[zh] ?? '', en: cells[en] ?? '', ...(over ? { parent: over } : {}) };
  });
}

/** What a code is called, in Chinese where the table has nothing else. */
export const nameOf = ({ zh, en }: Code, locale: Locale): string => (locale === 'en' && en) || zh;

/** Digits of the first level of disciplines; levels below are known by it. */
const DISCIPLINE = 3;

/** The entry that says what a code is called: for a group of the patent classification its subclass, for a part of a discipline the whole. */
export const entryOf = (code: string, byCode: ReadonlyMap<string, Code>): Code | undefined =>
  byCode.get(code) ?? byCode.get(code.split(' ')[0] ?? '') ?? byCode.get(code.slice(0, DISCIPLINE));

/** What it is a part of, from the whole to the part. */
export function pathOf(code: Code, byCode: ReadonlyMap<string, Code>): Code[] {
  const path: Code[] = [];
  for (let over = byCode.get(code.parent ?? ''); over; over = byCode.get(over.parent ?? '')) path.unshift(over);
  return path;
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** As many as one reads through. */
const SHOWN = 12;

/**
 * What somebody may mean by a few words: codes that begin so before names that do, and these before what only holds them.
 * Several words have to be there all, in the name or in that of what it is a part of.
 */
export function findCodes(codes: readonly Code[], text: string): Code[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  const byCode = new Map(codes.map((code) => [code.code, code]));
  const rank = (code: Code): number => {
    if (words.length === 1 && plain(code.code).startsWith(first)) return code.code.length === first.length ? 0 : 1;
    const names = [code.zh, plain(code.en)];
    const whole = [...pathOf(code, byCode), code].map(({ zh, en }) => `${zh} ${plain(en)}`).join(' ');
    if (
      !words.every((word) => whole.includes(word)) ||
      !words.some((word) => names.some((name) => name.includes(word)))
    )
      return Number.POSITIVE_INFINITY;
    return names.some((name) => words.some((word) => name.startsWith(word))) ? 2 : 3;
  };
  return codes
    .map((code, place) => ({ code, place, rank: rank(code) }))
    .filter((one) => one.rank < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .slice(0, SHOWN)
    .map(({ code }) => code);
}

const SHAPES: Record<CodeKind, RegExp> = {
  divisions: /^\d{6}$/,
  industries: /^[A-T](\d{2,4})?$/,
  disciplines: /^\d{3}(\d{2}){0,2}$/,
  ipc: /^[A-H](\d{2}([A-Z](\d{1,4}\/\d{2,6})?)?)?$/,
};

/** What is written one after the other. */
export const listed = (text: string): string[] =>
  text
    .split(/[,\uff0c;\uff1b\u3001\n]+/)
    .map((part) => part.trim())
    .filter(Boolean);

/** The codes that somebody typed or pasted, listed with commas or blanks; undefined if a part of it is none. */
export function typedCodes(kind: CodeKind, text: string): string[] | undefined {
  const isCode = (part: string) => SHAPES[kind].test(part);
  const parts = listed(text.normalize('NFKC').toUpperCase()).flatMap((part) => {
    const whole = part.replace(/\s+/g, '');
    return isCode(whole) ? [whole] : part.split(/\s+/);
  });
  if (!parts.every(isCode)) return undefined;
  // A group of the classification is written behind its subclass, as the server does.
  return kind === 'ipc' ? parts.map((part) => part.replace(/^(.{4})(?=\d)/, '$1 ')) : parts;
}
