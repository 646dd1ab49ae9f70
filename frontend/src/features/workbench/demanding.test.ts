import { describe, expect, it } from 'vitest';

import type { WorkbenchDemandsQuery } from '@/gql/graphql';

import { demandActions, ownDemands } from './demanding';

const TODAY = '2026-11-27';
const title = { zh: '涂层', en: null };
const demand = (id: string, more: object = {}) => ({
  id,
  title,
  state: 'PUBLISHED',
  revisionState: null,
  suspension: null,
  shownUntil: '2027-05-01',
  viewerCanEdit: true,
  reviews: [],
  splits: [],
  ...more,
});
const proposal = (id: string, replyBy: string, more: object = {}) => ({
  id,
  title: id,
  replyBy,
  late: false,
  viewerCanAnswer: true,
  organization: { id: 'u', name: 'Office' },
  ...more,
});
const found = (subjectId: string, more: object = {}) => ({
  id: 'e',
  kind: 'LISTING_FOUND',
  subjectId,
  readAt: null,
  ...more,
});
const world = ({
  own = [],
  proposals = [],
  total = proposals.length,
  events = [],
  days = [30, 7] as unknown,
}: {
  own?: object[];
  proposals?: object[];
  total?: number;
  events?: object[];
  days?: unknown;
}) =>
  ({
    own: { nodes: own },
    proposals: { totalCount: total, nodes: proposals },
    viewerEvents: { nodes: events },
    rules: { nodes: [{ ruleId: 'demand.expiry_reminder_days', value: days }] },
  }) as unknown as WorkbenchDemandsQuery;
const told = (parts: Parameters<typeof world>[0]) => demandActions(world(parts), TODAY);

describe('demandActions', () => {
  it('has proposals by their day, three at most, and says how many more there are', () => {
    const proposals = [
      proposal('d', '2026-12-09'),
      proposal('c', '2026-12-03'),
      proposal('b', '2026-12-02'),
      proposal('a', '2026-11-20', { late: true }),
    ];
    const actions = told({ proposals, total: 12 });
    expect(actions.map(({ key, on, late }) => [key, on, late])).toEqual([
      ['a', '2026-11-20', true],
      ['b', '2026-12-02', false],
      ['c', '2026-12-03', false],
      ['proposalMore', undefined, undefined],
    ]);
    expect(actions[0]).toMatchObject({ subject: 'a', by: 'Office', href: '/work/proposals/a' });
    expect(actions[3]).toMatchObject({ count: 9, href: '/work/proposals', search: { side: 'OWNER', state: 'OPEN' } });
  });

  it('says nothing of proposals that others answer', () => {
    expect(told({ proposals: [proposal('a', '2026-12-02', { viewerCanAnswer: false })], total: 5 })).toEqual([]);
  });

  it('has splits that wait, of demands that the viewer writes', () => {
    const splits = [
      { id: 's', state: 'OPEN' },
      { id: 'old', state: 'DECIDED' },
    ];
    expect(told({ own: [demand('d', { splits })] })).toMatchObject([
      { kind: 'split', count: 1, subject: title, href: '/work/splits/s' },
    ]);
    expect(told({ own: [demand('d', { splits, viewerCanEdit: false })] })).toEqual([]);
  });

  it('has what was sent back until it is handed in again', () => {
    const reviews = [{ verdict: 'RETURNED' }, { verdict: 'APPROVED' }];
    const back = (id: string, more: object) => demand(id, { reviews, ...more });
    const actions = told({
      own: [
        back('draft', { state: 'DRAFT' }),
        back('revised', { revisionState: 'EDITING' }),
        back('again', { state: 'SUBMITTED' }),
        back('revisedAgain', { revisionState: 'SUBMITTED' }),
        demand('fine', { state: 'DRAFT', reviews: [...reviews].reverse() }),
      ],
    });
    expect(actions).toMatchObject([{ kind: 'demandBack', count: 2, href: '/work/demands' }]);
  });

  it('has what ends within the days of the reminder, the first to end first', () => {
    const own = [
      demand('second', { shownUntil: '2026-12-26' }),
      demand('first', { shownUntil: '2026-11-28' }),
      demand('later', { shownUntil: '2026-12-27' }),
      demand('hidden', { shownUntil: '2026-11-28', state: 'SUSPENDED' }),
      demand('endless', { shownUntil: null }),
    ];
    expect(told({ own })).toMatchObject([
      { kind: 'demandEnds', count: 2, on: '2026-11-28', href: '/work/demands', search: { tab: 'PUBLISHED' } },
    ]);
    expect(told({ own, days: [7] })).toMatchObject([{ count: 1, href: '/work/demands/first' }]);
    // Nobody says when: nothing ends soon.
    expect(told({ own, days: null })).toEqual([]);
  });
});

describe('ownDemands', () => {
  it('counts what was found and not read of, and has that in front', () => {
    const events = [
      found('b'),
      found('b'),
      found('a', { readAt: '2026-11-26T01:00:00Z' }),
      found('a', { kind: 'DEMAND_PUBLISHED' }),
    ];
    const own = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => demand(id));
    expect(ownDemands(world({ own, events })).map(({ id, fresh }) => [id, fresh])).toEqual([
      ['b', 2],
      ['a', 0],
      ['c', 0],
      ['d', 0],
      ['e', 0],
    ]);
  });
});
