import { describe, expect, it } from 'vitest';

import { parseSearch, stringifySearch } from '@/lib/url';

import { countFilters, filterOf, readSearch, sortOf, toggled, withoutFilters } from './model';

describe('the address', () => {
  it('goes there and back', () => {
    const search = readSearch(parseSearch('?q=石墨烯&ufpl=1&trl=6&chain=AI&chain=GREEN&sort=NEWEST'));
    expect(search).toMatchObject({ q: '石墨烯', ufpl: true, trl: 6, chain: ['AI', 'GREEN'], sort: 'NEWEST' });
    expect(readSearch(parseSearch(stringifySearch({ ...search })))).toEqual(search);
  });
  it('is read without what nobody understands', () => {
    expect(readSearch(parseSearch('?trl=99&chain=NONSENSE&chain=AI&sort=RANDOM&ufpl=maybe'))).toEqual({
      ...readSearch({}),
      chain: ['AI'],
    });
  });
  it('cuts a query that is too long', () => {
    expect(readSearch({ q: 'x'.repeat(10_000) }).q).toHaveLength(200);
  });
});

describe('filters', () => {
  const search = { ...readSearch({}), q: 'a', ufpl: true, trl: 6 };
  it('become those of the API, and nothing else', () => {
    expect(Object.fromEntries(Object.entries(filterOf(search)).filter(([, value]) => value !== undefined))).toEqual({
      readinessMin: 6,
      useFirstPayLater: true,
    });
  });
  it('are counted, taken in, taken out and cleared', () => {
    const more = toggled(search, 'chain', 'AI');
    expect(countFilters(more)).toBe(3);
    expect(toggled(more, 'chain', 'AI')).toEqual(search);
    expect(withoutFilters(more)).toEqual({ ...readSearch({}), q: 'a' });
  });
});

describe('sortOf', () => {
  it('is the best match if there is something to match', () => {
    expect(sortOf(readSearch({ q: 'a' }))).toBe('RELEVANCE');
    expect(sortOf(readSearch({}))).toBe('NEWEST');
    expect(sortOf(readSearch({ q: 'a', sort: 'READINESS' }))).toBe('READINESS');
  });
});
