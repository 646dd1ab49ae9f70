import { describe, expect, it } from 'vitest';

import {
  apart,
  bandOf,
  isQuestion,
  isTelling,
  listingIn,
  marked,
  pairsOf,
  questionOf,
  shareOf,
  sides,
  sumOf,
  wordsOf,
  type Check,
} from './model';

const phrase = (demand: string, listing: string, weight: number) => ({ demand, listing, weight });
const check = (constraint: Check['constraint'], outcome: Check['outcome']): Check =>
  ({ constraint, outcome, wanted: {}, offered: {} }) as Check;

describe('how well two fit', () => {
  it('is a word', () => {
    expect([5.6, 4, 3.9, 2.5, 2.4, 0].map(bandOf)).toEqual(['high', 'high', 'middle', 'middle', 'low', 'low']);
    const found = [{ score: 5 }, { score: 2.6 }, { score: 1 }, { score: 0.9 }];
    expect(apart(found)).toEqual({ fitting: found.slice(0, 2), weak: found.slice(2, 3) });
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
    const sum = sumOf({ parts, relevance: 1.8, factor: 0.9, score: 1.62 });
    expect(sum.points + sum.lift).toBeCloseTo(1.8);
    expect((sum.points + sum.lift) * sum.factor).toBeCloseTo(sum.score);
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
  const { met, open } = sides([check('READINESS', 'PASS'), check('MODE', 'UNKNOWN'), check('BUDGET', 'FAIL')]);
  expect(open.map(({ constraint }) => constraint)).toEqual(['BUDGET', 'MODE']);
  expect(met.map(({ constraint }) => constraint)).toEqual(['READINESS']);
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
