import { describe, expect, it } from 'vitest';

import type { CaseMoveFragment } from '@/gql/graphql';

import { isFiltered, readBoard } from './address';
import {
  deadlineOf,
  filterOf,
  inColumns,
  isPlain,
  isSeen,
  later,
  movesTo,
  nextColumn,
  ordered,
  type Card,
} from './model';

const TODAY = '2026-11-26';

const card = (change: Partial<Card>): Card => ({ id: 'c', version: 1, state: 'IN_SERVICE', ...change }) as Card;
const move = (name: string, toState: string, change: Partial<CaseMoveFragment> = {}): CaseMoveFragment =>
  ({ name, toState, requiredInputs: [], blockedBy: [], ...change }) as CaseMoveFragment;

describe('the address of the board', () => {
  it('is read, and what is not understood is left out', () => {
    expect(readBoard({ view: 'table', stuck: '1', due: 7, client: ' a ', advisor: '' })).toEqual({
      view: 'table',
      stuck: true,
      due: '7',
      client: 'a',
    });
    expect(readBoard({ view: 'cards', stuck: 'no', due: '3', closed: 'x' })).toEqual({});
    expect(isFiltered(readBoard({ view: 'table' }))).toBe(false);
    expect(isFiltered(readBoard({ stuck: true }))).toBe(true);
    expect(isFiltered(readBoard({ late: '1' }))).toBe(true);
  });

  it('becomes what the API is asked for', () => {
    expect(filterOf({ due: '7', stuck: true, late: true, client: 'o' }, TODAY, ['OPEN'])).toEqual({
      states: ['OPEN'],
      organizationId: 'o',
      stuck: true,
      late: true,
      dueUntil: '2026-12-03',
    });
    expect(filterOf({ advisor: 'a' }, TODAY, ['OPEN'])).toEqual({ states: ['OPEN'], advisorId: 'a' });
    expect(later('2026-12-31', 1)).toBe('2027-01-01');
  });
});

describe('a case on the board', () => {
  it('says what is due first, and whether it is late', () => {
    expect(deadlineOf(card({ state: 'ASSIGNED', answerBy: '2026-11-25' }), TODAY)).toEqual({
      kind: 'answer',
      day: '2026-11-25',
      late: true,
    });
    expect(deadlineOf(card({ state: 'ACCEPTED', contactBy: '2026-11-30', nextDue: '2026-11-28' }), TODAY)?.kind).toBe(
      'next',
    );
    expect(
      deadlineOf(card({ state: 'ACCEPTED', contactBy: '2026-11-30', contactedAt: '2026-11-26T08:00:00Z' }), TODAY),
    ).toBeUndefined();
    expect(deadlineOf(card({ state: 'OPEN', assignBy: TODAY }), TODAY)).toEqual({
      kind: 'assign',
      day: TODAY,
      late: false,
    });
  });

  it('stands in its column, the most urgent first', () => {
    const columns = inColumns(
      [
        card({ id: 'none' }),
        card({ id: 'stuck', stuckSince: '2026-11-01' }),
        card({ id: 'later', nextDue: '2026-12-09' }),
        card({ id: 'soon', nextDue: '2026-11-27' }),
        card({ id: 'done', state: 'CLOSED_NO_FIT' }),
      ],
      TODAY,
    );
    expect(columns.get('IN_SERVICE')?.map(({ id }) => id)).toEqual(['soon', 'later', 'stuck', 'none']);
    expect(columns.get('CLOSED')?.map(({ id }) => id)).toEqual(['done']);
    expect(columns.get('OPEN')).toEqual([]);
  });
});

describe('the steps of a case', () => {
  const moves = [
    move('WITHDRAW', 'CLOSED_WITHDRAWN', { requiredInputs: ['reason'] }),
    move('GIVE_UP', 'CLOSED_NO_FIT', { requiredInputs: ['reason'] }),
    move('MATCH', 'MATCHED'),
    move('ASSIGN', 'ASSIGNED', { requiredInputs: ['advisorId'] }),
  ];

  it('lead into columns; whom it is given to is decided elsewhere', () => {
    expect(movesTo(moves, 'CLOSED').map(({ name }) => name)).toEqual(['WITHDRAW', 'GIVE_UP']);
    expect(movesTo(moves, 'ASSIGNED')).toEqual([]);
    expect(ordered(moves).map(({ name }) => name)).toEqual(['MATCH', 'GIVE_UP', 'WITHDRAW']);
  });

  it('are taken at once only if nothing is asked and nothing stands in the way', () => {
    expect(isPlain(move('MATCH', 'MATCHED'))).toBe(true);
    expect(isPlain(move('RELEASE', 'OPEN', { requiredInputs: ['reason'] }))).toBe(false);
    expect(isPlain(move('MATCH', 'MATCHED', { blockedBy: [{ code: 'MANDATE_MISSING', message: '' }] }))).toBe(false);
  });

  it('are reached with the arrows, past columns into which nothing leads', () => {
    expect(nextColumn(moves, 'IN_SERVICE', 'IN_SERVICE', 1)).toBe('MATCHED');
    expect(nextColumn(moves, 'IN_SERVICE', 'MATCHED', 1)).toBe('CLOSED');
    expect(nextColumn(moves, 'IN_SERVICE', 'CLOSED', 1)).toBeUndefined();
    expect(nextColumn(moves, 'IN_SERVICE', 'MATCHED', -1)).toBe('IN_SERVICE');
    // Who does not see a column is not led there.
    expect(nextColumn([move('RELEASE', 'OPEN')], 'ACCEPTED', 'ACCEPTED', -1)).toBe('OPEN');
    expect(nextColumn([move('RELEASE', 'OPEN')], 'ACCEPTED', 'ACCEPTED', -1, ['ACCEPTED'])).toBeUndefined();
  });
});

describe('a case whose mandate is over', () => {
  it('stands on no board, even while its advisor can still give it back', () => {
    expect([card({}), { ...card({}), state: null }, { ...card({}), state: null, version: null }].map(isSeen)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
