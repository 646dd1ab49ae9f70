import { describe, expect, it } from 'vitest';

import type { WorkbenchQuery } from '@/gql/graphql';

import { answers } from './answering';

const side = (name: string) => ({ id: name, name });
const introduction = (id: string, viewerCanAnswer: boolean, lapsedAt: string | null = null) => ({
  id,
  lapsedAt,
  viewerCanAnswer,
  client: side('Firm'),
  advisor: side('Lin'),
});
const outcome = (id: string, viewerCanConfirm: boolean) => ({
  id,
  viewerCanConfirm,
  viewerCanDecide: false,
  client: side('Firm'),
  counterparty: side('Office'),
});
const tie = (id: string, viewerCanConsent: boolean, advisor: object | null = side('Lin')) => ({
  id,
  viewerCanConsent,
  organization: side('Office'),
  advisor,
});
const told = (data: object) => answers(data as unknown as WorkbenchQuery);

describe('answers', () => {
  it('leads to the only one of a kind, and to the list of several, about what has waited longest', () => {
    const actions = told({
      introductions: { nodes: [introduction('new', true), introduction('old', true, '2026-11-20T01:00:00Z')] },
      outcomes: { nodes: [outcome('o', true)] },
    });
    expect(actions).toEqual([
      {
        key: 'introduction',
        kind: 'introduction',
        count: 2,
        isMine: true,
        subject: 'Firm',
        by: 'Lin',
        late: true,
        href: '/work/introductions',
        search: undefined,
      },
      {
        key: 'outcome',
        kind: 'outcome',
        count: 1,
        isMine: true,
        subject: 'Firm ↔ Office',
        href: '/work/outcomes/o',
      },
    ]);
  });

  it('leaves out what is not the viewer’s to answer', () => {
    const data = {
      introductions: { nodes: [introduction('i', false)] },
      outcomes: { nodes: [outcome('o', false)] },
      pendingConsents: [tie('t', false)],
    };
    expect(told(data)).toEqual([]);
    expect(told({})).toEqual([]);
  });

  it('leads to ties, which have no page of their own, and names no advisor who is not shown', () => {
    const ways = { kind: 'tie', href: '/work/introductions', search: { tab: 'ties' } };
    expect(told({ pendingConsents: [tie('t', true)] })).toMatchObject([{ ...ways, subject: 'Lin', by: 'Office' }]);
    const [unnamed] = told({ pendingConsents: [tie('t', true, null), tie('u', true)] });
    expect(unnamed).toMatchObject({ ...ways, count: 2, subject: 'Office', by: undefined });
  });
});
