import { describe, expect, it } from 'vitest';

import {
  apart,
  arranged,
  bandOf,
  countOf,
  isFaint,
  isQuestion,
  isTelling,
  listingIn,
  marked,
  namedSo,
  pairsOf,
  questionOf,
  shareOf,
  sides,
  sumOf,
  wordsOf,
  type Check,
} from './model';

const phrase = (demand: string, listing: string, weight: number) => ({ demand, listing, weight });
const check = (constraint: Check['constraint'], outcome: Check['outcome'], isWish = false): Check =>
  ({ constraint, outcome, isWish, wanted: {}, offered: {} }) as Check;

describe('how well two fit', () => {
  it('is a word', () => {
    expect([5.6, 4, 3.9, 2.497, 2.4, 0].map(bandOf)).toEqual(['high', 'high', 'middle', 'middle', 'low', 'low']);
    expect([1.4, 1.6].map(isFaint)).toEqual([true, false]);
    const found = [{ score: 5 }, { score: 2.6 }, { score: 1 }, { score: 0.9 }];
    expect(apart(found, true)).toEqual({ fitting: found.slice(0, 2), weak: found.slice(2, 3) });
  });

  it('is not held against the first few where only words were compared', () => {
    const found = [2.4, 2.3, 2.2, 2.1, 1.6, 1.55, 1.2, 0.5].map((score) => ({ score }));
    expect(apart(found, false)).toEqual({ fitting: found.slice(0, 5), weak: found.slice(5, 7) });
    expect(apart(found, true)).toEqual({ fitting: [], weak: found.slice(0, 7) });
  });

  it('is a bar that never runs over', () => {
    expect([-1, 0, 3, 6, 9].map(shareOf)).toEqual([0, 0, 50, 100, 100]);
  });

  it('adds up', () => {
    const parts = [
      { evidence: 'WORDS' as const, deviations: 0.8, points: 0.9 },
      { evidence: 'FIELD' as const, deviations: 1, points: 0.7 },
    ];
    expect(parts.map(isTelling)).toEqual([false, true]);
    const sum = sumOf({ parts, relevance: 1.8, score: 1.62 });
    expect(sum).toEqual({
      lines: [
        { key: 'WORDS', hundredths: 90 },
        { key: 'FIELD', hundredths: 70 },
        { key: 'lift', hundredths: 20 },
        { key: 'terms', hundredths: -18 },
      ],
      total: 162,
    });
  });

  it('adds up as it is shown, whatever is rounded', () => {
    const of = (words: number, field: number, relevance: number, score: number) =>
      sumOf({
        parts: [
          { evidence: 'WORDS', deviations: 1, points: words },
          { evidence: 'FIELD', deviations: 1, points: field },
        ],
        relevance,
        score,
      });
    for (const sum of [
      of(0.904, 0.704, 1.608, 1.608),
      of(1.2349, 0.7049, 1.9398, 1.3196),
      of(-0.533, 0.114, 0.778, 0.7),
      of(4.9, 0.7, 5.6, 5.6),
      of(0.33333, 0.33333, 0.66666, 0.66666),
    ]) {
      expect(sum.lines.reduce((total, { hundredths }) => total + hundredths, 0)).toBe(sum.total);
      expect(sum.lines.filter(({ key }) => key === 'WORDS' || key === 'FIELD')).toHaveLength(2);
    }
    expect(of(4.9, 0.7, 5.6, 5.6).lines.map(({ key }) => key)).toEqual(['WORDS', 'FIELD']);
  });
});

describe('what is looked at', () => {
  const one = (score: number, isJudged: boolean, publishedAt: string) => ({ score, isJudged, publishedAt });
  const found = [
    one(5, false, '2026-01-01'),
    one(3, true, '2026-03-01'),
    one(1, false, '2026-02-01'),
    one(0.5, true, ''),
  ];
  it('is what nobody has judged, or what was liked, and never what is strange to both', () => {
    expect(arranged(found, 'new', undefined)).toEqual([found[0], found[2]]);
    expect(arranged(found, 'liked', undefined)).toEqual([found[1], found[3]]);
    expect(arranged([...found, one(0.4, false, '')], undefined, 'newest')).toEqual([
      found[1],
      found[2],
      found[0],
      found[3],
    ]);
  });

  it('by name is what holds all of its words', () => {
    const title = (zh: string, en: string | null) => ({ title: { zh, en } });
    const all = [title('低功耗模数转换器', 'Low-power ADC'), title('模数混合电路', null)];
    expect(namedSo(all, '模数 转换')).toEqual(all.slice(0, 1));
    expect(namedSo(all, 'adc')).toEqual(all.slice(0, 1));
    expect(namedSo(all, '模数')).toEqual(all);
    expect(namedSo(all, '石墨烯')).toEqual([]);
    expect(namedSo(all, ' ')).toEqual([]);
  });
});

describe('phrases in common', () => {
  it('are those that tell most, each once', () => {
    const phrases = [
      phrase('ADC', 'adc', 20),
      phrase('battery', '电池', 13),
      phrase('电池', '电池', 13),
      phrase('Battery', 'battery', 13),
      phrase('within', 'within', 1.5),
    ];
    const [same, battery] = [
      { demand: 'ADC', listing: 'adc', isSame: true },
      { demand: 'battery', listing: '电池', isSame: false },
    ];
    expect(pairsOf(phrases, 'en')).toEqual([same, battery]);
    expect(pairsOf(phrases.slice(0, 3), 'zh-CN')).toEqual([same, { demand: '电池', listing: '电池', isSame: true }]);
    expect(pairsOf([], 'en')).toEqual([]);
    expect(wordsOf(phrases, 'listing')).toEqual(['adc', '电池', '电池', 'battery']);
    expect(wordsOf([], 'demand')).toEqual([]);
  });

  it('are marked where they stand, the longest first', () => {
    expect(marked('低功耗模数转换器', ['转换', '模数转换'])).toEqual([
      { text: '低功耗', matched: false },
      { text: '模数转换', matched: true },
      { text: '器', matched: false },
    ]);
    expect(marked('Dry runs, pruned', ['run'])).toEqual([
      { text: 'Dry ', matched: false },
      { text: 'run', matched: true },
      { text: 's, pruned', matched: false },
    ]);
    expect(marked('a+b (c)', ['b (c)'])?.[1]).toEqual({ text: 'b (c)', matched: true });
    expect(marked('nothing here', ['else'])).toBeUndefined();
    expect(marked('nothing here', [])).toBeUndefined();
  });
});

it('what is not met comes before what is not told', () => {
  const { musts, wishes } = sides([
    check('READINESS', 'PASS'),
    check('COOPERATION', 'PASS', true),
    check('MODE', 'UNKNOWN'),
    check('PREFERRED_REGION', 'FAIL', true),
    check('BUDGET', 'FAIL'),
  ]);
  expect(musts.map(({ constraint }) => constraint)).toEqual(['BUDGET', 'MODE', 'READINESS']);
  expect(wishes.map(({ constraint }) => constraint)).toEqual(['PREFERRED_REGION', 'COOPERATION']);
  // What is merely wished for is not counted as something that is not met.
  expect(countOf(musts)).toEqual({ PASS: 1, FAIL: 1, UNKNOWN: 1 });
});

it('a question is what there is, and not one sign', () => {
  expect(questionOf([' 涂层脱落 ', undefined, '', '三个月'])).toBe('涂层脱落\n三个月');
  expect(questionOf(['x'.repeat(30_000)])).toHaveLength(20_000);
  expect([isQuestion(''), isQuestion('🙂'), isQuestion('涂层脱落')]).toEqual([false, false, true]);
});

it('an address names a listing, words do not', () => {
  expect(listingIn('https://example.com/a/bHMB-oh_1?lang=en')).toBe('bHMB-oh_1');
  expect(listingIn('低功耗')).toBeUndefined();
});
