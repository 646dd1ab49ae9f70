import { randomUUID } from 'node:crypto';

import { creditCode } from './office';
import { newcomer, Person, type Newcomer } from './person';

export interface Firm {
  id: string;
  name: string;
  owner: Newcomer & { person: Person };
}

/** Somebody registers an organization that nobody else's journey knows. It waits for the operator. */
export async function found(person: Person, kind: 'ENTERPRISE' | 'UNIVERSITY', name: string): Promise<void> {
  await person.act('organizationRegister', {
    kind,
    nameZh: name,
    creditCode: creditCode(Math.floor(Math.random() * 10_000_000)),
    country: 'CN',
    division: '310110',
    idempotencyKey: randomUUID(),
  });
}

/** The operator finds that an organization is what it says. */
export async function verify(baseURL: string, id: string): Promise<void> {
  const operator = await Person.enter(baseURL, 'operator');
  const version = 'query ($id: ID!) { organization(id: $id) { version } }';
  const { organization } = await operator.ask<{ organization: { version: number } }>(version, { id });
  await operator.act('organizationVerify', { id, expectedVersion: organization.version });
}

/** An enterprise that nobody else's journey knows, with its owner. It waits for the operator. */
export async function register(baseURL: string, name: string): Promise<Firm> {
  const owner = await newcomer(baseURL, 'Owner');
  await found(owner.person, 'ENTERPRISE', name);
  return { id: await owner.person.organization(), name, owner };
}

/** The same, and the operator has verified it. */
export async function verified(baseURL: string, name: string): Promise<Firm> {
  const firm = await register(baseURL, name);
  await verify(baseURL, firm.id);
  return firm;
}
