import { describe, expect, it } from 'vitest';

import type { WorkbenchQuery } from '@/gql/graphql';

import type { Action } from './action';
import { nextActions, scopeOf } from './model';
import { figuresOf, stepsOf } from './standing';

const title = { zh: '涂层', en: null };
const request = (id: string, replyBy: string, late = false) => ({
  id,
  replyBy,
  late,
  listing: { id: 'l', title },
  licensor: { id: 'o', name: 'Office' },
  licensee: { id: 'f', name: 'Firm' },
});
const listing = (id: string, viewerCanReview = false) => ({ id, title, viewerCanReview });
const list = <Node>(nodes: Node[], totalCount = nodes.length) => ({ totalCount, nodes });
const world = (parts: object) =>
  ({ viewer: { memberships: [], invitations: [] }, ...parts }) as unknown as WorkbenchQuery;
const next = (work: WorkbenchQuery): Action[] => nextActions({ work, today: '2026-11-27' });
const seat = (organization: object) => ({
  id: 's',
  state: 'ACTIVE',
  organization: { id: 'f', name: 'Firm', ...organization },
});

describe('scopeOf', () => {
  it('asks for the office and the enterprise of active seats only', () => {
    const memberships = [
      { id: '1', roles: ['TTO_HEAD'], state: 'SUSPENDED', organization: { id: 'a', name: 'A', kind: 'UNIVERSITY' } },
      { id: '2', roles: ['SME_OWNER'], state: 'ACTIVE', organization: { id: 'b', name: 'B', kind: 'ENTERPRISE' } },
      { id: '3', roles: ['TTO_HEAD'], state: 'ACTIVE', organization: { id: 'c', name: 'C', kind: 'INSTITUTE' } },
    ] as never;
    expect(scopeOf({ workAreas: ['HOLDING', 'SEEKING'], memberships })).toEqual({
      office: 'c',
      firm: 'b',
      holding: true,
      seeking: true,
      demanding: true,
      answering: true,
      operation: false,
    });
    expect(scopeOf({ workAreas: ['HOLDING'], memberships: [] }).holding).toBe(false);
  });
  it('asks for imports of demands only where there are any: a bank licenses and has none', () => {
    const bank = {
      id: '1',
      roles: ['SME_OWNER'],
      state: 'ACTIVE',
      organization: { id: 'a', name: 'A', kind: 'FINANCE' },
    };
    const scope = scopeOf({ workAreas: ['SEEKING'], memberships: [bank] as never });
    expect([scope.seeking, scope.demanding]).toEqual([true, false]);
  });
});

describe('nextActions', () => {
  it('has what is late in front, then by the day, and no more than seven', () => {
    const data = world({
      incoming: list([request('1', '2026-12-09'), request('2', '2026-12-01'), request('3', '2026-11-20', true)], 30),
      reviews: list([listing('l1', true)], 2),
      returned: list([listing('d2')]),
      imports: { nodes: [{ id: 'i', state: 'RUNNING', fileName: 'a.csv', doneRows: 1, totalRows: 9 }] },
    });
    const actions = next(data);
    expect(actions.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'answer 3',
      'answer 2',
      'answer 1',
      'answerMore answerMore',
      'fix fix',
      'review review',
      'import i',
    ]);
    expect(actions.find(({ kind }) => kind === 'review')).toMatchObject({ count: 2, href: '/work/review' });
    expect(actions.find(({ kind }) => kind === 'fix')).toMatchObject({ count: 1, href: '/work/listings/d2' });
  });

  it('tells an enterprise what it pays next and what is missing of its size', () => {
    const amount = { currency: 'CNY', minorUnits: '100' };
    const obligation = (id: string, dueOn: string, state: string) => ({ id, dueOn, state, amount });
    const data = world({
      viewer: {
        invitations: [],
        memberships: [
          seat({ verification: 'VERIFIED', viewerCanUpdate: true, viewerCanDeclareSize: true, sizeDeclaration: null }),
        ],
      },
      outgoing: list([request('r', '2026-12-01', true)]),
      licenses: list([
        {
          id: 'x',
          licensor: null,
          listing: null,
          schedule: [obligation('1', '2026-01-01', 'DUE'), obligation('2', '2027-01-01', 'SCHEDULED')],
        },
      ]),
    });
    const actions = next(data);
    // That the other side is late is not ours to mend: it stands last.
    expect(actions.map(({ kind }) => kind)).toEqual(['pay', 'declareSize', 'await']);
    expect(actions[0]).toMatchObject({ on: '2027-01-01', href: '/work/licenses/x' });
  });

  it('shows what an enterprise imports while it is under way', () => {
    const run = (id: string, state: string) => ({ id, state, fileName: `${id}.csv`, doneRows: 1, totalRows: 9 });
    const data = world({ demandImports: { nodes: [run('a', 'SUCCEEDED'), run('b', 'QUEUED'), run('c', 'RUNNING')] } });
    expect(next(data).map(({ kind, key, href }) => [kind, key, href])).toEqual([
      ['import', 'b', '/work/imports/b'],
      ['import', 'c', '/work/imports/c'],
    ]);
  });

  it('has what waits now before what is to be paid some day', () => {
    const amount = { currency: 'CNY', minorUnits: '100' };
    const license = (id: string, dueOn: string) => ({
      id,
      licensor: null,
      listing: null,
      schedule: [{ id, dueOn, state: 'SCHEDULED', amount }],
    });
    const data = world({ licenses: list([license('far', '2027-03-01'), license('near', '2027-01-01')]) });
    const waiting = {
      id: 'i',
      viewerCanAnswer: true,
      lapsedAt: null,
      client: { id: 'f', name: 'Firm' },
      advisor: null,
    };
    const actions = next({ ...data, introductions: list([waiting]) } as unknown as WorkbenchQuery);
    expect(actions.map(({ key }) => key)).toEqual(['near', 'introduction', 'far']);
  });

  it('leaves out of the review what others review, and says nothing if there is nothing', () => {
    expect(next(world({ reviews: list([listing('l')]) }))).toEqual([]);
    expect(next(world({}))).toEqual([]);
  });

  it('shows an observer what waits without claiming it', () => {
    const data = world({
      applicants: list([{ id: 'a', name: 'A', viewerCanVerify: false }], 3),
      deliverySummary: { pending: 0, dead: 2 },
    });
    expect(next(data).map(({ kind, isMine, count }) => [kind, isMine, count])).toEqual([
      ['mend', true, 2],
      ['verify', false, 3],
    ]);
  });
});

describe('nextActions of an operator', () => {
  const demand = (id: string, ...names: string[]) => ({
    id,
    title,
    availableTransitions: names.map((name) => ({ name })),
  });
  const outcome = {
    id: 'o',
    viewerCanConfirm: false,
    viewerCanDecide: true,
    client: { id: 'f', name: 'Firm' },
    counterparty: { id: 'u', name: 'Office' },
  };
  const unassigned = (assignBy: string, ...names: string[]) => ({
    id: 'c',
    title,
    assignBy,
    availableTransitions: names.map((name) => ({ name })),
  });
  it('leads to the cases without an advisor, to outcomes and to demands that wait', () => {
    const data = world({
      unassigned: list([unassigned('2026-11-26', 'ASSIGN')], 3),
      unvalidated: list([outcome], 1),
      submitted: list([demand('d', 'PUBLISH', 'RETURN')]),
      revised: list([demand('e', 'PUBLISH')], 2),
    });
    expect(next(data).map(({ kind, count, late, href, search }) => [kind, count, late, href, search])).toEqual([
      ['assign', 3, true, '/work/operation/assignment', undefined],
      ['validate', 1, undefined, '/work/operation/outcomes', undefined],
      ['moderate', 1, undefined, '/work/demands/d', undefined],
      ['moderateChange', 2, undefined, '/work/operation/demands', { show: 'changed' }],
    ]);
    expect(next(data)[1]?.subject).toBe('Firm ↔ Office');
  });
  it('tells whoever only reads, and is not late on the last day', () => {
    const data = world({ unassigned: list([unassigned('2026-11-27', 'WITHDRAW')]), submitted: list([demand('d')]) });
    expect(next(data).map(({ kind, isMine, late }) => [kind, isMine, late])).toEqual([
      ['assign', false, false],
      ['moderate', false, undefined],
    ]);
  });
});

describe('stepsOf', () => {
  it('leads in whoever has no organization, and waits with those whose is not verified', () => {
    expect(stepsOf(world({}))?.map(({ done }) => done)).toEqual([true, false, false]);
    const pending = world({ viewer: { invitations: [], memberships: [seat({ verification: 'PENDING' })] } });
    expect(stepsOf(pending)?.map(({ done }) => done)).toEqual([true, true, false]);
    const verified = world({ viewer: { invitations: [], memberships: [seat({ verification: 'VERIFIED' })] } });
    expect(stepsOf(verified)).toBeUndefined();
  });
});

describe('figuresOf', () => {
  it('counts only in areas that were asked for', () => {
    const groups = figuresOf({ work: world({ outgoing: list([], 2), licenses: list([], 5) }) });
    expect(groups.map(({ area }) => area)).toEqual(['SEEKING']);
    expect(groups[0]?.figures.map(({ value }) => value)).toEqual([2, 5]);
  });
  it('counts the cases of an advisor by how they stand', () => {
    const one = (state: string, more: object = {}) => ({ id: state, state, advisor: { id: 'me' }, ...more });
    const cases = {
      viewerAdvisor: { id: 'me' },
      brokerCases: {
        nodes: [
          one('ASSIGNED'),
          one('ACCEPTED', { lateSince: '2026-11-20' }),
          one('MATCHED', { stuckSince: '2026-11-20' }),
          one('IN_SERVICE', { advisor: { id: 'other' } }),
        ],
      },
    } as never;
    const [group, ...more] = figuresOf({ work: world({}), cases });
    expect(group?.figures.map(({ key, value }) => [key, value])).toEqual([
      ['offered', 1],
      ['cases', 2],
      ['lateCases', 1],
      ['stuckCases', 1],
    ]);
    expect(more).toEqual([]);
  });
});
