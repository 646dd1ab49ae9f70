import { randomUUID } from 'node:crypto';

import { register, verified, type Firm } from './firm';
import { Person } from './person';

export interface Need {
  id: string;
  version: number;
  state: string;
}

const FIELDS = 'id version state';

/** What an enterprise needs, as a story wants it: a blister in a tower, anonymously, unless it says otherwise. */
const contentOf = (title: string) => ({
  title: { zh: title, en: title },
  problem: {
    zh: '冷却塔内壁的涂层三个月就起泡脱落。',
    en: 'The coating blisters in the cooling tower.',
  },
  expectedTarget: { zh: '至少两年不脱落。', en: 'It has to last two years.' },
  contact: { name: '王工', phone: '13800138000', email: 'wang@example.com' },
});

/** A demand of an enterprise as it stands now. */
export async function needOf(person: Person, id: string): Promise<Need> {
  const { demand } = await person.ask<{ demand: Need }>(`query ($id: ID!) { demand(id: $id) { ${FIELDS} } }`, { id });
  return demand;
}

export async function draft({ id, owner }: Firm, title: string, change: object = {}): Promise<Need> {
  await owner.person.act('demandCreate', {
    organizationId: id,
    ...contentOf(title),
    ...change,
    idempotencyKey: randomUUID(),
  });
  const { demands } = await owner.person.ask<{ demands: { nodes: Need[] } }>(
    `query ($id: ID!) { demands(first: 1, filter: { organizationId: $id }) { nodes { ${FIELDS} } } }`,
    { id },
  );
  if (!demands.nodes[0]) throw new Error('no demand');
  return demands.nodes[0];
}

/** Takes a step with a demand in somebody's name. */
export async function take(person: Person, field: string, need: Need, more: object = {}): Promise<Need> {
  const { version } = await needOf(person, need.id);
  await person.act(field, { id: need.id, expectedVersion: version, ...more });
  return needOf(person, need.id);
}

/** A name that is no word of what is written: an anonymous demand does not tell whose it is. */
const FIRM = '上海远帆临港新材料有限公司';

/** A demand that the world sees, of an enterprise that nobody else's journey knows. */
export async function published(baseURL: string, title: string, change: object = {}): Promise<Need & { firm: Firm }> {
  const firm = await verified(baseURL, FIRM);
  const need = await draft(firm, title, change);
  await take(firm.owner.person, 'demandSubmit', need);
  const shown = await take(await Person.enter(baseURL, 'operator'), 'demandPublish', need);
  return { ...shown, firm };
}

/** What an office of the demo world proposes to it, in words. */
export async function pitched(baseURL: string, need: Need, who: string, title: string): Promise<void> {
  const officer = await Person.enter(baseURL, who);
  await officer.act('demandProposalSubmit', {
    demandId: need.id,
    organizationId: await officer.organization(),
    title,
    approach: 'A layer that is sprayed on wet steel.',
    idempotencyKey: randomUUID(),
  });
}

/** A draft of an enterprise that the operator has not verified yet. */
export async function unverified(baseURL: string, title: string): Promise<Need & { firm: Firm }> {
  const firm = await register(baseURL, FIRM);
  return { ...(await draft(firm, title)), firm };
}
