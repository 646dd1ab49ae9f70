import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { verified } from './firm';
import { inviteLink } from './office';
import { Person } from './person';

interface Ids {
  nodes: { id: string }[];
}
const first = ({ nodes }: Ids): string => nodes[0]?.id ?? '';

/** Something of each kind that has an address: of the demo world, or done here as people would do it. */
export interface World {
  listing: string;
  organization: string;
  own: string;
  draft: string;
  office: string;
  enterprise: string;
  pending: string;
  request: string;
  license: string;
  run: string;
  rule: string;
  user: string;
  invitation: string;
  demand: string;
  ownDemand: string;
  proposal: string;
  split: string;
  case: string;
  introduction: string;
  outcome: string;
  mandate: string;
  mandateRequest: string;
  advisor: string;
  platform: string;
}

/** An enterprise asks for a license; if it did so before, that request. */
async function submitted(firm: Person, listingId: string): Promise<{ id: string; version: number; state: string }> {
  const mine = '{ licenseRequests(first: 1, filter: { states: [SUBMITTED, GRANTED] }) { nodes { id version state } } }';
  const made = async () =>
    (await firm.ask<{ licenseRequests: { nodes: { id: string; version: number; state: string }[] } }>(mine))
      .licenseRequests.nodes[0];
  const found = await made();
  if (found) return found;
  await firm.act('licenseRequestSubmit', {
    listingId,
    offerCode: 'UFPL-12',
    organizationId: await firm.organization(),
    purpose: 'Sensor nodes for bridges',
    paymentMode: 'DEFERRED',
    idempotencyKey: randomUUID(),
  });
  const now = await made();
  if (!now) throw new Error('no license was asked for');
  return now;
}

async function granted(head: Person, asked: { id: string; version: number; state: string }): Promise<void> {
  if (asked.state !== 'SUBMITTED') return;
  await head.act('licenseRequestGrant', {
    id: asked.id,
    expectedVersion: asked.version,
    idempotencyKey: randomUUID(),
    effectiveOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
    plan: { deferred: { total: { minorUnits: '8000000', currency: 'CNY' }, deferralMonths: 12 } },
    labelUseFirstPayLater: true,
  });
}

async function imported(head: Person, office: string): Promise<string> {
  const runs = 'query ($id: ID!) { importRuns(organizationId: $id, first: 1) { nodes { id } } }';
  const found = first((await head.ask<{ importRuns: Ids }>(runs, { id: office })).importRuns);
  if (found) return found;
  const uploadId = await head.upload(office, 'achievements.csv', '成果编号,成果名称\nW-1,保温涂层\nW-2,\n');
  await head.act('importStart', {
    organizationId: office,
    uploadId,
    policy: 'REJECT_FAILED_ROWS',
    dryRun: false,
    idempotencyKey: randomUUID(),
  });
  return imported(head, office);
}

/** A demand of the demo world that is read, one that its owner works on, and a proposal to split that. */
async function demanded(
  owner: Person,
  head: Person,
): Promise<Pick<World, 'demand' | 'ownDemand' | 'proposal' | 'split'>> {
  const own =
    'query ($id: ID!) { demands(first: 1, filter: { organizationId: $id }) { nodes { id version splits { id } } } }';
  const mine = async () => {
    const { demands } = await owner.ask<{
      demands: { nodes: { id: string; version: number; splits: { id: string }[] }[] };
    }>(own, { id: await owner.organization() });
    if (!demands.nodes[0]) throw new Error('the demo world lacks a demand');
    return demands.nodes[0];
  };
  const found = await mine();
  if (found.splits.length === 0)
    await owner.act('demandSplitPropose', {
      demandId: found.id,
      expectedVersion: found.version,
      note: 'Two problems in one',
      kept: {},
      splitOff: { title: { zh: '电池更换太费事', en: 'Batteries are hard to change' } },
      idempotencyKey: randomUUID(),
    });
  const { demands, demandProposals } = await head.ask<{ demands: Ids; demandProposals: Ids }>(
    '{ demands(first: 1) { nodes { id } } demandProposals(first: 1) { nodes { id } } }',
  );
  return {
    demand: first(demands),
    ownDemand: found.id,
    proposal: first(demandProposals),
    split: (await mine()).splits[0]?.id ?? '',
  };
}

/** What an advisor of the demo world works on. */
async function advised(
  advisor: Person,
  head: Person,
): Promise<Pick<World, 'case' | 'introduction' | 'outcome' | 'mandate' | 'advisor'>> {
  const works = await advisor.ask<
    Record<'brokerCases' | 'caseOutcomes' | 'mandates', Ids> & { viewerAdvisor: { id: string } }
  >(
    `{ viewerAdvisor { id } brokerCases(first: 1, filter: { states: [IN_SERVICE] }) { nodes { id } }
      caseOutcomes(first: 1) { nodes { id } } mandates(first: 1, filter: { active: true }) { nodes { id } } }`,
  );
  const { introductions } = await head.ask<{ introductions: Ids }>('{ introductions(first: 1) { nodes { id } } }');
  return {
    case: first(works.brokerCases),
    introduction: first(introductions),
    outcome: first(works.caseOutcomes),
    mandate: first(works.mandates),
    advisor: works.viewerAdvisor.id,
  };
}

/** A question of an advisor of the demo world to an enterprise that nobody else knows. */
async function askedFor(baseURL: string, advisor: Person): Promise<string> {
  const firm = await verified(baseURL, `待访${randomUUID().slice(0, 8)}科技有限公司`);
  await advisor.act('mandateRequestSubmit', {
    organizationId: firm.id,
    scopes: ['DEMANDS'],
    validUntil: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
    note: '上周走访贵公司车间，愿协助梳理返修问题。',
    idempotencyKey: randomUUID(),
  });
  const { mandateRequests } = await advisor.ask<{ mandateRequests: Ids }>(
    '{ mandateRequests(first: 1) { nodes { id } } }',
  );
  return first(mandateRequests);
}

/** The world of this run: whoever comes first makes it, the others wait for it. */
export async function theWorld(baseURL: string): Promise<World> {
  const place = path.join(String(process.env.E2E_DATA), 'world');
  for (;;) {
    if (fs.existsSync(`${place}.json`)) return JSON.parse(fs.readFileSync(`${place}.json`, 'utf8')) as World;
    try {
      fs.mkdirSync(place);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    const world = await makeWorld(baseURL);
    fs.writeFileSync(`${place}/made`, JSON.stringify(world));
    fs.renameSync(`${place}/made`, `${place}.json`);
    return world;
  } finally {
    fs.rmdirSync(place);
  }
}

async function makeWorld(baseURL: string): Promise<World> {
  const [head, operator, asks, has, needs, advisor] = await Promise.all(
    ['head.fudan', 'operator', 'owner.tianxingli', 'owner.zhiguangli', 'owner.yuxin', 'advisor.lin'].map((who) =>
      Person.enter(baseURL, who),
    ),
  );
  if (!head || !operator || !asks || !has || !needs || !advisor) throw new Error('the demo world lacks somebody');
  const office = await head.organization();
  const lists = `query ($id: ID!) {
    shown: searchListings(query: "低功耗 模数转换器", first: 1) { nodes { id organization { id } } }
    own: listings(first: 1, filter: { organizationId: $id, states: [PUBLISHED] }) { nodes { id } }
    draft: listings(first: 1, filter: { organizationId: $id, states: [DRAFT] }) { nodes { id } }
    platforms: servicePlatforms(first: 1, filter: { organizationId: $id, states: [PUBLISHED] }) { nodes { id } }
  }`;
  const { shown, own, draft, platforms } = await head.ask<{
    shown: { nodes: { id: string; organization: { id: string } }[] };
    own: Ids;
    draft: Ids;
    platforms: Ids;
  }>(lists, { id: office });
  const listing = first(shown);
  const asked = await submitted(asks, listing);
  await granted(head, await submitted(has, listing));
  const mine = await has.ask<{ licenses: Ids }>('{ licenses(first: 1) { nodes { id } } }');
  const invitee = `matrix.${randomUUID()}@example.com`;
  await head.act('membershipInvite', {
    organizationId: office,
    email: invitee,
    roles: ['TTO_OFFICER'],
    locale: 'EN',
  });
  const desk = await operator.ask<{
    organizations: Ids;
    rules: Ids;
    organizationMembers: { nodes: { user: { id: string } }[] };
  }>(
    `query ($id: ID!) {
      organizations(first: 1, filter: { verification: PENDING }) { nodes { id } }
      rules(first: 1, prefix: "pricing") { nodes { id } }
      organizationMembers(organizationId: $id, first: 1) { nodes { user { id } } }
    }`,
    { id: office },
  );
  return {
    listing,
    organization: shown.nodes[0]?.organization.id ?? '',
    own: first(own),
    draft: first(draft),
    platform: first(platforms),
    office,
    enterprise: await has.organization(),
    pending: first(desk.organizations),
    request: asked.id,
    license: first(mine.licenses),
    run: await imported(head, office),
    rule: first(desk.rules),
    user: desk.organizationMembers.nodes[0]?.user.id ?? '',
    invitation: await inviteLink(invitee),
    ...(await demanded(needs, head)),
    ...(await advised(advisor, head)),
    mandateRequest: await askedFor(baseURL, advisor),
  };
}
