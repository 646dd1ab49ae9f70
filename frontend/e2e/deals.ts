import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { Person } from './person';

/** Offices, something of each in section G at readiness 7 to 9, and who asks for it: as many as a range needs. */
const DEALS = [
  ['head.usst', '多品牌仓储机器人混合调度系统', 'owner.jinshuli'],
  ['head.tongji', '城市内涝积水自供电监测终端', 'owner.hongkangting'],
  ['head.sufe', '基于订单与税票的科技型小微企业信用评估模型', 'owner.shuxunli'],
  ['head.shou', '冷鲜水产品新鲜度变色标签', 'owner.zhuyuanli'],
  ['head.fudan', '可本地部署的中文合同风险审阅引擎', 'owner.haiweiting'],
] as const;

/** A listing of the demo world by its title. */
export async function listingCalled(person: Person, title: string): Promise<string> {
  const query = 'query ($title: String!) { searchListings(query: $title, first: 1) { nodes { id } } }';
  const found = await person.ask<{ searchListings: { nodes: { id: string }[] } }>(query, { title });
  return found.searchListings.nodes[0]?.id ?? '';
}

/** Somebody asks for a license, to pay later, and the holder grants it at the price asked. */
async function agreed(baseURL: string, [holds, title, asks]: (typeof DEALS)[number]): Promise<void> {
  const [head, owner] = [await Person.enter(baseURL, holds), await Person.enter(baseURL, asks)];
  const listingId = await listingCalled(owner, title);
  await owner.act('licenseRequestSubmit', {
    listingId,
    offerCode: 'UFPL-12',
    organizationId: await owner.organization(),
    purpose: 'To be used in our own works',
    paymentMode: 'DEFERRED',
    idempotencyKey: randomUUID(),
  });
  const requests =
    '{ licenseRequests(first: 10, filter: { states: [SUBMITTED] }) { nodes { id version listing { id offers { code price { currency minorUnits } } } } } }';
  const { licenseRequests } = await owner.ask<{
    licenseRequests: {
      nodes: { id: string; version: number; listing?: { id: string; offers: { code: string; price: object }[] } }[];
    };
  }>(requests);
  const made = licenseRequests.nodes.find(({ listing }) => listing?.id === listingId);
  await head.act('licenseRequestGrant', {
    id: made?.id,
    expectedVersion: made?.version,
    idempotencyKey: randomUUID(),
    effectiveOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
    plan: {
      deferred: { total: made?.listing?.offers.find(({ code }) => code === 'UFPL-12')?.price, deferralMonths: 12 },
    },
    labelUseFirstPayLater: true,
  });
}

/** What is counted once a day is counted anew: no page or question brings the next day about. */
function nextNight(): void {
  const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
db.execute("DELETE FROM nightly WHERE work = 'PRICE_EVIDENCE'")
db.commit()
`;
  execFileSync('python3', ['-c', script, path.join(process.env.E2E_DATA ?? '', 'lianqiao.db')]);
}

/** So much is agreed that a range is told of section G at readiness 7 to 9, once for all journeys. */
export async function enoughDeals(baseURL: string): Promise<void> {
  const head = await Person.enter(baseURL, 'head.usst');
  const told = async () =>
    (await head.ask<{ priceEvidence: unknown[] }>('{ priceEvidence(ipc: "G", trl: 7) { count } }')).priceEvidence
      .length;
  if ((await told()) > 0) return;
  for (const deal of DEALS) await agreed(baseURL, deal);
  nextNight();
  // The program looks every minute.
  await expect.poll(told, { timeout: 90_000, intervals: [2_000] }).toBe(1);
}
