import { randomUUID } from 'node:crypto';

import { draft } from './need';
import { verified, type Firm } from './firm';
import { newcomer, Person, type Newcomer } from './person';

/** Somebody with the role of an advisor, and who they are as one. */
export interface Counsel extends Newcomer {
  person: Person;
  id: string;
}

export interface CaseNow {
  id: string;
  version: number;
  state: string;
}

const inDays = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
export const day = inDays;

/** Somebody whom the operator has given the role of an advisor. They have not applied. */
export async function candidate(baseURL: string, name: string): Promise<Newcomer & { person: Person }> {
  const made = await newcomer(baseURL, name);
  const desk = await (await Person.enter(baseURL, 'advisor.lin')).organization();
  await (
    await Person.enter(baseURL, 'operator')
  ).act('membershipInvite', { organizationId: desk, email: made.email, roles: ['ADVISOR'], locale: 'EN' });
  const { viewer } = await made.person.ask<{ viewer: { invitations: { id: string }[] } }>(
    '{ viewer { invitations { id } } }',
  );
  await made.person.act('invitationAccept', { id: viewer.invitations[0]?.id });
  // The role is in the session that begins after it was given.
  return { ...made, person: await Person.enter(baseURL, made.email, made.password) };
}

const ADVISOR = 'query ($id: ID!) { advisor(id: $id) { id version } }';

/** The same, who has applied. */
export async function applied(baseURL: string, name: string): Promise<Counsel> {
  const made = await candidate(baseURL, name);
  await made.person.act('advisorApply', {
    profile: {
      about: { zh: '做过十年产线。', en: 'Ten years on the line.' },
      languages: ['CHINESE', 'ENGLISH'],
      chains: ['SMART_MANUFACTURING'],
    },
  });
  const { viewerAdvisor } = await made.person.ask<{ viewerAdvisor: { id: string } }>('{ viewerAdvisor { id } }');
  return { ...made, id: viewerAdvisor.id };
}

/** Takes a step with an advisor in somebody's name. */
export async function appointing(who: Person, field: string, id: string, more: object = {}): Promise<void> {
  const { advisor } = await who.ask<{ advisor: { version: number } }>(ADVISOR, { id });
  await who.act(field, { id, expectedVersion: advisor.version, ...more });
}

/** The same, who was appointed and can have cases. */
export async function appointed(baseURL: string, name: string): Promise<Counsel> {
  const counsel = await applied(baseURL, name);
  const operator = await Person.enter(baseURL, 'operator');
  await appointing(counsel.person, 'advisorConflictsConfirm', counsel.id);
  await appointing(operator, 'advisorVet', counsel.id);
  await appointing(operator, 'advisorAppoint', counsel.id, {
    grade: 'SENIOR',
    termFrom: inDays(0),
    termUntil: inDays(500),
  });
  return counsel;
}

export async function caseNow(who: Person, id: string): Promise<CaseNow> {
  const { brokerCase } = await who.ask<{ brokerCase: CaseNow }>(
    'query ($id: ID!) { brokerCase(id: $id) { id version state } }',
    { id },
  );
  return brokerCase;
}

/** Takes a step with a case in somebody's name. */
export async function stepping(who: Person, field: string, id: string, more: object = {}): Promise<void> {
  const { version } = await caseNow(who, id);
  await who.act(field, { id, expectedVersion: version, ...more });
}

export interface Asked {
  firm: Firm;
  demand: string;
  id: string;
}

const FIRM = '上海远帆临港新材料有限公司';

/** An enterprise that nobody else's journey knows, with a demand for which it has asked for help. */
export async function asked(baseURL: string, title: string, of?: Firm): Promise<Asked> {
  const firm = of ?? (await verified(baseURL, FIRM));
  const { person } = firm.owner;
  const need = await draft(firm, title);
  await person.act('caseOpen', { organizationId: firm.id, demandId: need.id, idempotencyKey: randomUUID() });
  const { brokerCases } = await person.ask<{ brokerCases: { nodes: { id: string }[] } }>(
    'query ($id: ID!) { brokerCases(first: 1, filter: { demandId: $id }) { nodes { id } } }',
    { id: need.id },
  );
  return { firm, demand: need.id, id: brokerCases.nodes[0]?.id ?? '' };
}

/** The same, given to an advisor. */
export async function assigned(baseURL: string, counsel: Counsel, title: string, of?: Firm): Promise<Asked> {
  const made = await asked(baseURL, title, of);
  await stepping(await Person.enter(baseURL, 'operator'), 'caseAssign', made.id, { advisorId: counsel.id });
  return made;
}

/** The same, accepted by the advisor. */
export async function accepted(baseURL: string, counsel: Counsel, title: string, of?: Firm): Promise<Asked> {
  const made = await assigned(baseURL, counsel, title, of);
  await stepping(counsel.person, 'caseAccept', made.id, { noConflict: true });
  return made;
}

export async function noted(counsel: Counsel, caseId: string, more: object = {}): Promise<void> {
  await counsel.person.act('serviceLogAdd', {
    caseId,
    kind: 'INTAKE',
    occurredAt: new Date(Date.now() - 1000).toISOString(),
    minutes: 30,
    place: 'ONLINE',
    summary: 'Looked at the tower; the primer comes off with the topcoat.',
    visibility: 'CLIENT',
    idempotencyKey: randomUUID(),
    ...more,
  });
}

export async function mandated({ firm }: Asked, counsel: Counsel): Promise<void> {
  await firm.owner.person.act('mandateGrant', {
    organizationId: firm.id,
    advisorId: counsel.id,
    scopes: ['DEMANDS', 'INTRODUCTIONS', 'CONTRACTS'],
    validUntil: inDays(90),
    idempotencyKey: randomUUID(),
  });
}

/** The same, contacted and with a mandate: the work may begin. */
export async function ready(baseURL: string, counsel: Counsel, title: string): Promise<Asked> {
  const made = await accepted(baseURL, counsel, title);
  await noted(counsel, made.id);
  await mandated(made, counsel);
  return made;
}

/** The same, begun. */
export async function begun(baseURL: string, counsel: Counsel, title: string): Promise<Asked> {
  const made = await ready(baseURL, counsel, title);
  await stepping(counsel.person, 'caseStart', made.id);
  return made;
}

/** Introduces the client to an office of the demo world; the office confirms it if it is asked to. */
export async function introduced(baseURL: string, counsel: Counsel, caseId: string, confirms: boolean): Promise<void> {
  const officer = await Person.enter(baseURL, 'officer.fudan');
  await counsel.person.act('introductionRecord', {
    caseId,
    organizationId: await officer.organization(),
    note: 'They have a coating that may do.',
    idempotencyKey: randomUUID(),
  });
  if (!confirms) return;
  const { brokerCase } = await counsel.person.ask<{
    brokerCase: { introductions: { id: string; version: number }[] };
  }>('query ($id: ID!) { brokerCase(id: $id) { introductions { id version } } }', { id: caseId });
  const made = brokerCase.introductions[0];
  await officer.act('introductionAnswer', { id: made?.id, expectedVersion: made?.version, confirm: true });
}

/** The same, with an outcome that the advisor has filed. */
export async function filed(baseURL: string, counsel: Counsel, title: string): Promise<Asked & { outcome: string }> {
  const made = await begun(baseURL, counsel, title);
  await introduced(baseURL, counsel, made.id, true);
  await stepping(counsel.person, 'caseMatch', made.id);
  await counsel.person.act('outcomeFile', {
    caseId: made.id,
    organizationId: await (await Person.enter(baseURL, 'officer.fudan')).organization(),
    kind: 'LICENSE',
    contractHash: [...randomUUID(), ...randomUUID()].filter((sign) => sign !== '-').join(''),
    amount: { minorUnits: '8000000', currency: 'CNY' },
    signedOn: inDays(0),
    idempotencyKey: randomUUID(),
  });
  const { brokerCase } = await counsel.person.ask<{ brokerCase: { outcomes: { id: string }[] } }>(
    'query ($id: ID!) { brokerCase(id: $id) { outcomes { id } } }',
    { id: made.id },
  );
  return { ...made, outcome: brokerCase.outcomes[0]?.id ?? '' };
}

/** Confirms an outcome in somebody's name. */
export async function confirmed(who: Person, id: string): Promise<void> {
  const { caseOutcome } = await who.ask<{ caseOutcome: { version: number } }>(
    'query ($id: ID!) { caseOutcome(id: $id) { version } }',
    { id },
  );
  await who.act('outcomeConfirm', { id, expectedVersion: caseOutcome.version });
}
