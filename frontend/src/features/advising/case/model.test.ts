import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';

import type { ViewerQuery } from '@/gql/graphql';

import { canHash, hashOf, hereOf, instantOf, namesIn } from './model';
import { standingOf } from './standing';

beforeAll(() => vi.stubGlobal('crypto', webcrypto));

describe('what is written into a note', () => {
  it('has a time by the clock of whoever writes, and back', () => {
    const moment = new Date('2026-11-26T08:05:00Z');
    expect(instantOf(hereOf(moment))).toBe('2026-11-26T08:05:00.000Z');
  });

  it('has names with whatever between them', () => {
    expect(namesIn(' Li; Wang, Zhao\u3001 Chen\uff1b ')).toEqual(['Li', 'Wang', 'Zhao', 'Chen']);
    expect(namesIn(' ; ')).toEqual([]);
  });
});

describe('a contract', () => {
  it('is told by its hash', async () => {
    expect(canHash()).toBe(true);
    const file = { arrayBuffer: () => Promise.resolve(new TextEncoder().encode('abc').buffer) } as Blob;
    expect(await hashOf(file)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('from where somebody looks at a case', () => {
  const found = {
    client: { id: 'c', name: '' },
    advisor: { id: 'a', name: '', grade: null },
    viewerCanWork: true,
  };
  const viewer = { memberships: [{ state: 'ACTIVE', organization: { id: 'c' } }] } as unknown as ViewerQuery['viewer'];

  it('an advisor has what they were given; what they may do there the server says', () => {
    expect(standingOf(found, 'a', null)).toEqual({ isClient: false, has: true, works: true });
    expect(standingOf({ ...found, viewerCanWork: false }, 'b', null)).toEqual({
      isClient: false,
      has: false,
      works: false,
    });
    expect(standingOf({ ...found, advisor: null }, undefined, null).has).toBe(false);
  });

  it('the client reads along', () => {
    expect(standingOf({ ...found, viewerCanWork: false }, undefined, viewer).isClient).toBe(true);
  });
});
