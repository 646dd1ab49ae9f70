import { describe, expect, it } from 'vitest';

import { quoteOf, type Source } from './evidence';

const phrase = (demand: string, listing: string, weight: number) => ({ demand, listing, weight });
const text = (spans: readonly { text: string }[] | undefined) => spans?.map((span) => span.text).join('');

const DEMAND: Source[] = [
  { field: 'title', texts: { zh: '节点电池一年就没电', en: null } },
  {
    field: 'problem',
    texts: { zh: '换电池要搭脚手架。传感节点的模数转换太费电；电池一年就空。', en: 'The battery of a node is empty.' },
  },
];
const PHRASES = [phrase('模数转换', 'ADC', 9), phrase('电池', '电池', 2), phrase('battery', 'battery', 3)];

describe('a sentence that shows what both have in common', () => {
  it('is the one that says most of it, with its field and marks', () => {
    const quote = quoteOf(DEMAND, PHRASES, 'demand', 'zh-CN');
    expect(quote?.field).toBe('problem');
    expect(text(quote?.spans)).toBe('传感节点的模数转换太费电；');
    expect(quote?.spans.filter(({ matched }) => matched).map(({ text }) => text)).toEqual(['模数转换']);
  });

  it('is in the language of the reader if there is one', () => {
    expect(quoteOf(DEMAND, PHRASES, 'demand', 'en')).toMatchObject({ field: 'problem', lang: 'en' });
    expect(quoteOf(DEMAND, PHRASES.slice(0, 1), 'demand', 'en')).toMatchObject({ lang: 'zh' });
  });

  it('is none where nothing is said', () => {
    expect(quoteOf(DEMAND, [phrase('涂层', 'coating', 4)], 'demand', 'zh-CN')).toBeUndefined();
    expect(quoteOf([], PHRASES, 'demand', 'zh-CN')).toBeUndefined();
    expect(quoteOf(DEMAND, [], 'demand', 'zh-CN')).toBeUndefined();
  });

  it('is cut around what is marked where it is long', () => {
    const long: Source[] = [
      { field: 'benefit', texts: { zh: `${'长'.repeat(300)}模数转换${'长'.repeat(300)}`, en: null } },
    ];
    const quote = quoteOf(long, PHRASES, 'demand', 'zh-CN');
    expect(text(quote?.spans)?.length).toBeLessThan(170);
    expect(quote?.spans.some(({ matched }) => matched)).toBe(true);
    expect(text(quote?.spans)).toMatch(/^….*…$/);
  });
});
