import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';

import { codesIn, codesQuery, entryOf, findCodes, nameOf, pathOf, typedCodes, type CodeKind } from './codes';

const DIVISIONS = `# What: a few
code,level,name_zh,parent,name_en
310000,province,上海市,,Shanghai
310110,county,杨浦区,310000,
310115,county,浦东新区,310000,Pudong
320000,province,江苏省,,Jiangsu
`;
const INDUSTRIES = `full_code,level,name_zh,name_en
A,1,农、林、牧、渔业,"Agriculture, forestry, animal husbandry and fishery"
C,1,制造业,Manufacturing
C39,2,计算机、通信和其他电子设备制造业,"Computers ""and"" more"
C397,3,电子器件制造,
C3973,4,集成电路制造,
`;

describe('a table', () => {
  it('is read with what stands in quotation marks, and what each code is a part of', () => {
    const codes = codesIn('industries', INDUSTRIES);
    expect(codes[0]?.en).toBe('Agriculture, forestry, animal husbandry and fishery');
    expect(codes[2]?.en).toBe('Computers "and" more');
    expect(codes.map(({ parent }) => parent)).toEqual([undefined, undefined, 'C', 'C39', 'C397']);
    const byCode = new Map(codes.map((code) => [code.code, code]));
    const chips = codes[4];
    expect(chips && pathOf(chips, byCode).map(({ code }) => code)).toEqual(['C', 'C39', 'C397']);
    expect(codesIn('ipc', 'code,title_zh,title_en\nA,甲,\nA01,乙,\nA01B,丙,\n').map(({ parent }) => parent)).toEqual([
      undefined,
      'A',
      'A01',
    ]);
  });

  it('says what a code is called, in Chinese where it has no English', () => {
    const [shanghai, yangpu] = codesIn('divisions', DIVISIONS);
    expect(shanghai && nameOf(shanghai, 'en')).toBe('Shanghai');
    expect(yangpu && nameOf(yangpu, 'en')).toBe('杨浦区');
  });

  it.each<[CodeKind, number, string, string]>([
    ['divisions', 3200, '310110', '杨浦区'],
    ['industries', 1900, 'C3973', '集成电路制造'],
    ['ipc', 790, 'C09D', '涂料'],
    ['disciplines', 61, '460', '机械工程'],
  ])('of %s is the one that the server knows', async (kind, least, code, name) => {
    const codes = await new QueryClient().fetchQuery(codesQuery(kind));
    expect(codes.length).toBeGreaterThan(least);
    expect(codes.find((one) => one.code === code)?.zh).toContain(name);
    const known = new Set(codes.map((one) => one.code));
    expect(codes.filter(({ parent }) => parent && !known.has(parent))).toEqual([]);
  });
});

describe('what somebody may mean', () => {
  const found = (text: string) => findCodes(codesIn('divisions', DIVISIONS), text).map(({ code }) => code);
  it('is found by code and by name, in both languages', () => {
    expect(found('3101')).toEqual(['310110', '310115']);
    expect(found('杨浦')).toEqual(['310110']);
    expect(found('PUDONG')).toEqual(['310115']);
    expect(found('海')).toEqual(['310000']);
    expect(found('')).toEqual([]);
    expect(found('zzz')).toEqual([]);
  });

  it('is found by the whole and a part of it', () => {
    expect(found('上海 杨浦')).toEqual(['310110']);
    expect(found('江苏 杨浦')).toEqual([]);
  });
});

it('codes can be typed as they are, words cannot', () => {
  expect(typedCodes('industries', 'c3973，C26')).toEqual(['C3973', 'C26']);
  expect(typedCodes('industries', '芯片')).toBeUndefined();
  // As they come out of a table.
  expect(typedCodes('industries', 'C39\t c26 A01')).toEqual(['C39', 'C26', 'A01']);
  expect(typedCodes('divisions', '310110 310115')).toEqual(['310110', '310115']);
  expect(typedCodes('ipc', 'C09D 5/08 chips')).toBeUndefined();
  expect(typedCodes('divisions', '310110')).toEqual(['310110']);
  expect(typedCodes('divisions', '3101')).toBeUndefined();
  expect(typedCodes('ipc', 'c09d5/08; H01L, a01')).toEqual(['C09D 5/08', 'H01L', 'A01']);
  const subclass = { code: 'C09D', zh: '涂料', en: '' };
  const byCode = new Map([['C09D', subclass]]);
  expect([entryOf('C09D 5/08', byCode), entryOf('H01L', byCode)]).toEqual([subclass, undefined]);
  expect(typedCodes('ipc', '')).toEqual([]);
});
