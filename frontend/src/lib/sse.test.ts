import { describe, expect, it } from 'vitest';

import { makeReader } from './sse';

describe('makeReader', () => {
  it('finds events wherever the pieces are cut, and passes over comments', () => {
    const text = ':\n\nevent: next\ndata: {"a":\ndata: 1}\n\n: alive\n\nevent: complete\r\ndata: null\r\n\r\n';
    const whole = makeReader()(text);
    expect(whole).toEqual([
      { name: 'next', data: '{"a":\n1}' },
      { name: 'complete', data: 'null' },
    ]);
    const read = makeReader();
    expect([...text].flatMap((letter) => read(letter))).toEqual(whole);
  });
  it('keeps what is not whole yet', () => {
    const read = makeReader();
    expect(read('event: next\ndata: 1\n')).toEqual([]);
    expect(read('\n')).toEqual([{ name: 'next', data: '1' }]);
  });
});
