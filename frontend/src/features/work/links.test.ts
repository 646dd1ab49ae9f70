import { describe, expect, it } from 'vitest';

import { hrefOf } from './links';

describe('hrefOf', () => {
  it('leads holders to where a listing is written, others to where it is read', () => {
    expect(hrefOf('Listing', 'x', ['HOLDING'])).toBe('/work/listings/x');
    expect(hrefOf('Listing', 'x', ['SEEKING'])).toBe('/a/x');
  });
  it('knows no page for what has none', () => {
    expect(hrefOf('ImportRun', 'x', [])).toBe('/work/imports/x');
    expect(hrefOf('Upload', 'x', [])).toBeUndefined();
  });
});
