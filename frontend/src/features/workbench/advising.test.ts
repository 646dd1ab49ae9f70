import { describe, expect, it } from 'vitest';

import type { WorkbenchCasesQuery } from '@/gql/graphql';

import { caseActions } from './advising';

const TODAY = '2026-11-27';
const one = (id: string, state: string, more: object = {}) => ({
  id,
  state,
  title: { zh: '涂层', en: null },
  client: { id: 'f', name: 'Firm' },
  advisor: { id: 'me' },
  answerBy: null,
  contactBy: null,
  contactedAt: null,
  shortlistBy: null,
  nextStep: null,
  nextDue: null,
  stuckSince: null,
  lateSince: null,
  ...more,
});
const told = (...nodes: object[]) =>
  caseActions({ viewerAdvisor: { id: 'me' }, brokerCases: { nodes } } as unknown as WorkbenchCasesQuery, TODAY);

describe('caseActions', () => {
  it('has a case to accept, a first contact and a shortlist, each until its day', () => {
    const actions = told(
      one('a', 'ASSIGNED', { answerBy: '2026-12-01', contactBy: '2026-11-01' }),
      one('b', 'ACCEPTED', { contactBy: '2026-11-27', shortlistBy: '2026-12-09' }),
      one('c', 'IN_SERVICE', {
        contactBy: '2026-11-01',
        contactedAt: '2026-11-01T01:00:00Z',
        shortlistBy: '2026-11-26',
        lateSince: '2026-11-27',
      }),
    );
    expect(actions.map(({ key, kind, on, late }) => [key, kind, on, late])).toEqual([
      ['a', 'accept', '2026-12-01', false],
      ['b', 'contact', '2026-11-27', false],
      ['c', 'shortlist', '2026-11-26', true],
    ]);
    expect(actions[0]).toMatchObject({ by: 'Firm', isMine: true, href: '/work/cases/a' });
  });

  it('has the next step once it is near, in the words that came with it', () => {
    const actions = told(
      one('near', 'MATCHED', { nextDue: '2026-12-04', nextStep: 'Call the office' }),
      one('far', 'MATCHED', { nextDue: '2026-12-05', nextStep: 'Ask again' }),
      one('after', 'TRACKING', { nextDue: '2026-11-20', nextStep: 'Follow up after six months' }),
      // What a shortlist was due on does not count any more.
      one('done', 'CONTRACTED', { shortlistBy: '2026-11-01', contactBy: '2026-11-01' }),
    );
    expect(actions.map(({ key, kind, what, late }) => [key, kind, what, late])).toEqual([
      ['near', 'step', 'Call the office', false],
      ['after', 'step', 'Follow up after six months', true],
    ]);
  });

  it('has a case in which nothing moves, and says so beside what is due in it', () => {
    const actions = told(
      one('quiet', 'IN_SERVICE', { stuckSince: '2026-11-20' }),
      one('due', 'MATCHED', { stuckSince: '2026-11-21', nextDue: '2026-11-25' }),
    );
    expect(actions.map(({ kind, on, since, late }) => [kind, on, since, late])).toEqual([
      ['stuck', undefined, '2026-11-20', false],
      ['step', '2026-11-25', '2026-11-21', true],
    ]);
  });

  it('leaves out cases of others: in those somebody is the client, or looks on', () => {
    expect(told(one('x', 'ASSIGNED', { answerBy: '2026-12-01', advisor: { id: 'other' } }))).toEqual([]);
    const nobody = { viewerAdvisor: null, brokerCases: { nodes: [one('x', 'ASSIGNED', { advisor: null })] } };
    expect(caseActions(nobody as unknown as WorkbenchCasesQuery, TODAY)).toEqual([]);
  });
});
