import { describe, expect, it } from 'vitest';

import { isLong, otherTongue, pick, tidy } from './text';

describe('pick', () => {
  it('prefers the language of the page and says when there is only the other', () => {
    expect(pick({ zh: '涂层', en: 'Coating' }, 'en')).toEqual({ text: 'Coating', lang: 'en', isOther: false });
    expect(pick({ zh: '涂层', en: null }, 'en')).toEqual({ text: '涂层', lang: 'zh', isOther: true });
    expect(pick({ zh: ' ', en: '' }, 'zh-CN')).toBeUndefined();
  });
  it('names the other language only if it is another text', () => {
    expect(otherTongue({ zh: '涂层', en: 'Coating' }, 'zh-CN')?.text).toBe('Coating');
    expect(otherTongue({ en: 'Coating' }, 'zh-CN')).toBeUndefined();
  });
});

describe('isLong', () => {
  it('counts a square for Han and half of one for Latin', () => {
    expect(isLong('涂'.repeat(45))).toBe(false);
    expect(isLong('涂'.repeat(46))).toBe(true);
    expect(isLong('a'.repeat(90))).toBe(false);
    expect(isLong('a'.repeat(91))).toBe(true);
  });
});

describe('tidy', () => {
  it('makes full-width input plain', () => {
    expect(tidy('  ＰＥＭ\n燃料电池　１２ ')).toBe('PEM 燃料电池 12');
  });
});
