import { describe, expect, it } from 'vitest';

import { byDay, changeOf, progressOf, subjectOf, tidyEvents, type InboxEvent } from './model';

const event = (id: string, kind: InboxEvent['kind'], subjectId = id, occurredAt = '2026-11-26T01:00:00Z') =>
  ({ id, kind, subjectId, subjectType: 'ImportRun', figures: {}, occurredAt, readAt: null }) as InboxEvent;

describe('tidyEvents', () => {
  it('keeps of an import the last that it reported, and its end', () => {
    const events = [
      event('5', 'IMPORT_FINISHED', 'a'),
      event('4', 'IMPORT_PROGRESSED', 'a'),
      event('3', 'IMPORT_PROGRESSED', 'b'),
      event('2', 'IMPORT_PROGRESSED', 'b'),
      event('1', 'LISTING_PUBLISHED', 'c'),
    ];
    expect(tidyEvents(events).map(({ id }) => id)).toEqual(['5', '3', '1']);
  });
});

describe('byDay', () => {
  it('puts what stands together under its day', () => {
    const events = [event('2', 'OTHER', 'x', '2026-11-26T01:00:00Z'), event('1', 'OTHER', 'x', '2026-11-25T01:00:00Z')];
    expect(byDay(events, (at) => at.slice(0, 10)).map(({ day }) => day)).toEqual(['2026-11-26', '2026-11-25']);
  });
});

describe('progressOf', () => {
  it('believes only numbers', () => {
    expect(progressOf({ doneRows: 3, totalRows: 9 })).toEqual({ done: 3, total: 9 });
    for (const nothing of [{}, null, { doneRows: '3', totalRows: 9 }, { doneRows: 0, totalRows: 0 }])
      expect(progressOf(nothing)).toBeUndefined();
  });
});

describe('subjectOf', () => {
  const request = {
    __typename: 'LicenseRequest' as const,
    id: 'r',
    listing: { id: 'l', title: { zh: '涂层', en: null } },
    licensee: { id: 'firm', name: 'Firm' },
    licensor: { id: 'office', name: 'Office' },
  };
  it('names the other side of a request', () => {
    expect(subjectOf(request as never, ['office'])).toEqual({ name: { zh: '涂层', en: null }, by: 'Firm' });
    expect(subjectOf(request as never, ['firm'])?.by).toBe('Office');
  });
  it('names whoever proposes, and an owner only to who was told', () => {
    const proposal = { __typename: 'DemandProposal', id: 'p', proposed: 'A coating', demandOwner: null };
    const of = { ...proposal, organization: { id: 'office', name: 'Office' } };
    expect(subjectOf(of as never, ['firm'])).toEqual({ name: 'A coating', by: 'Office' });
    expect(subjectOf(of as never, ['office'])).toEqual({ name: 'A coating', by: undefined });
  });
  it('has no words for what is not to be seen', () => {
    expect(subjectOf(null, [])).toBeUndefined();
    expect(subjectOf({ ...request, listing: null } as never, [])).toBeUndefined();
  });
});

it('says what happened to a case, and the kind alone for what it does not know', () => {
  expect(changeOf({ kind: 'CASE_CHANGED', figures: { change: 'STUCK' } })).toBe('inbox.change.CASE_CHANGED.STUCK');
  expect(changeOf({ kind: 'CASE_CHANGED', figures: { change: 'SOLD' } })).toBeUndefined();
  expect(changeOf({ kind: 'MANDATE_GRANTED', figures: {} })).toBeUndefined();
});

it('names what events about advisors are about, by whoever the reader is not', () => {
  const side = (id: string) => ({ id, name: id.toUpperCase() });
  const made = { __typename: 'Introduction', id: 'i', client: side('c'), counterparty: side('o') };
  expect(subjectOf(made as never, ['c'])).toEqual({ name: 'O' });
  expect(subjectOf(made as never, [])).toEqual({ name: 'C ↔ O' });
  const one = { __typename: 'BrokerCase', id: 'b', caseTitle: { zh: 'T', en: null }, client: side('c') };
  expect(subjectOf(one as never, [])).toEqual({ name: { zh: 'T', en: null }, by: 'C' });
  expect(subjectOf({ ...one, caseTitle: null } as never, [])).toBeUndefined();
});
