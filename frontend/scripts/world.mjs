// What happens in the demo world before pictures are taken of it: requests in every state, a license, an import with
// mistakes, and two listings that try the pages, one with far too much to say and one with hardly anything.
import { person } from './demo.mjs';

const LISTING = '{ searchListings(query: "低功耗 模数转换器", first: 1) { nodes { id organization { id } } } }';
const SEAT = '{ viewer { user { id } memberships { organization { id } } } }';
const SUBMIT = `mutation ($input: LicenseRequestSubmitInput!) {
  licenseRequestSubmit(input: $input) { licenseRequest { id } userErrors { code message } } }`;
const GRANT = `mutation ($input: LicenseRequestGrantInput!) {
  licenseRequestGrant(input: $input) { licenseRequest { license { id } } userErrors { code message } } }`;
const REJECT = `mutation ($input: LicenseRequestRejectInput!) {
  licenseRequestReject(input: $input) { userErrors { code message } } }`;
const IMPORT = `mutation ($input: ImportStartInput!) {
  importStart(input: $input) { importRun { id } userErrors { code message } } }`;
/** Of the enterprise that asks, the demand that it posted last. */
const OWN_DEMAND = 'query ($id: ID!) { demands(first: 1, filter: { organizationId: $id }) { nodes { id } } }';
const KEY = () => crypto.randomUUID();

const ROWS = [
  '成果编号,成果名称,专利名称,专利号,专利类型,申请日,成果类型,备注',
  'FD-901,低温涂层,一种低温涂层,CN202010000001.7,发明专利,2020-03-02,产品,无',
  'FD-902,,一种涂层,CN202010000001.7,发明专利,2020-03-02,产品,无',
  'FD-903,高强度复合材料,一种复合材料,,发明专利,去年三月,产品,无',
].join('\r\n');

export async function makeWorld(url, isWhole) {
  const visitor = await person(url);
  const { searchListings } = await visitor.ask(LISTING);
  const listing = searchListings.nodes[0].id;
  const office = searchListings.nodes[0].organization.id;
  const request = async (name, paymentMode, purpose) => {
    const { ask } = await person(url, name);
    const { viewer } = await ask(SEAT);
    const organizationId = viewer.memberships[0].organization.id;
    const input = { listingId: listing, offerCode: 'UFPL-12', organizationId, purpose, paymentMode };
    const made = await ask(SUBMIT, { input: { ...input, idempotencyKey: KEY() } });
    return made.licenseRequestSubmit.licenseRequest.id;
  };
  const granted = await request('owner.yuxin', 'INSTALMENT', '桥梁监测节点的低功耗采集');
  const rejected = await request('owner.wuluda', 'DEFERRED', '冷链运输的温度记录');
  const waiting = await request('owner.qingheting', 'DEFERRED', '楼宇能耗的分项计量');
  const head = await person(url, 'head.fudan');
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const plan = {
    instalment: { total: { currency: 'CNY', minorUnits: '8000000' }, count: 4, firstAfterMonths: 12, stepMonths: 3 },
  };
  const grant = {
    id: granted,
    expectedVersion: 1,
    idempotencyKey: KEY(),
    effectiveOn: today,
    plan,
    labelUseFirstPayLater: true,
  };
  const { licenseRequestGrant } = await head.ask(GRANT, { input: grant });
  await head.ask(REJECT, { input: { id: rejected, expectedVersion: 1, reason: '该应用场景已有独占许可在谈。' } });
  const herbs = await person(url, 'owner.baicaoting');
  const firm = (await herbs.ask(SEAT)).viewer.memberships[0].organization.id;
  const demand = (await herbs.ask(OWN_DEMAND, { id: firm })).demands.nodes[0].id;
  const world = {
    demand,
    listing,
    office,
    granted,
    rejected,
    waiting,
    license: licenseRequestGrant.licenseRequest.license.id,
  };
  return isWhole ? { ...world, ...(await makeMore(url, office, world)) } : world;
}

const CREATE = `mutation ($input: ListingCreateInput!) {
  listingCreate(input: $input) { listing { id version } userErrors { code message path } } }`;
const move = (name) => `mutation ($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { listing { id version } userErrors { code message path } } }`;

/** As little as may be published. */
const content = (organizationId, title) => ({
  organizationId,
  title,
  abstract: { zh: '无。', en: 'None.' },
  problem: { zh: '无。', en: 'None.' },
  benefit: { zh: '无。', en: 'None.' },
  kind: 'PRODUCT',
  readiness: { level: 6, basis: 'SELF_ASSESSED', assessedOn: '2026-01-05' },
  ipRights: [{ kind: 'SOFTWARE', number: '2024SR0258190', office: 'CN', status: 'IN_FORCE', owners: ['复旦大学'] }],
  industries: ['C3589'],
  inventors: [{ name: '宋薏', lead: true, shareBasisPoints: 10000 }],
  inventorsConsent: true,
  contact: { name: '沙予安', phone: '021-0000-0106', email: 'officer.fudan@demo.lianqiao.example' },
  secrecy: { level: 'NONE', cleared: true },
  exportClass: 'FREE',
  rightsGrant: 'NONE',
  transferWays: ['LICENSE'],
  offers: [{ code: 'SALE', kind: 'NON_EXCLUSIVE', territory: ['CN'], termMonths: 48, paymentMode: 'LUMP_SUM' }],
  idempotencyKey: KEY(),
});

async function makeListings(url, office) {
  const officer = await person(url, 'officer.fudan');
  const head = await person(url, 'head.fudan');
  const make = async (input) => {
    let { listing } = (await officer.ask(CREATE, { input })).listingCreate;
    for (const [who, name] of [
      [officer, 'listingSubmit'],
      [head, 'listingApprove'],
      [head, 'listingPublish'],
    ]) {
      const answer = await who.ask(move(name), { input: { id: listing.id, expectedVersion: listing.version } });
      listing = answer[name].listing;
    }
    return listing.id;
  };
  const zh = '超长的成果名称要看页面如何折行与省略而不把别的内容挤走';
  const en = 'A supercalifragilistic-electroencephalographically-controlled-microelectromechanical apparatus ';
  const long = await make({
    ...content(office, { zh: zh.repeat(9).slice(0, 200), en: en.repeat(4).slice(0, 200) }),
    abstract: { zh: `${zh}。`.repeat(40).slice(0, 900), en: en.repeat(20).slice(0, 900) },
    keywords: Array.from({ length: 10 }, (_, place) => `关键词与${'electroencephalograph'}${place}`),
  });
  const bare = await make(content(office, { zh: '涂层', en: 'Coat' }));
  return { long, bare };
}

const ADVISED = `{ viewerAdvisor { id } caseOutcomes(first: 1) { nodes { id } }
  serving: brokerCases(first: 1, filter: { states: [IN_SERVICE] }) { nodes { id } }
  closed: brokerCases(first: 1, filter: { states: [CLOSED_SUCCESS] }) { nodes { id } }
  mandates(first: 1, filter: { active: true }) { nodes { id } } }`;

/** What only somebody who looks at everything wants to see. */
async function makeMore(url, office, world) {
  const officer = await person(url, 'officer.fudan');
  const file = await officer.upload(office, '成果清单.csv', ROWS);
  const input = { organizationId: office, uploadId: file.id, policy: 'REJECT_FAILED_ROWS', dryRun: true };
  const { importStart } = await officer.ask(IMPORT, { input: { ...input, idempotencyKey: KEY() } });
  const { viewer } = await officer.ask(SEAT);
  const operator = await person(url, 'operator');
  const { rules } = await operator.ask('{ rules(first: 1) { nodes { id } } }');
  const more = await makeListings(url, office);
  const advisor = await (await person(url, 'advisor.lin')).ask(ADVISED);
  const { introductions } = await (await person(url, 'head.fudan')).ask('{ introductions(first: 1) { nodes { id } } }');
  const ids = { rule: rules.nodes[0].id, user: viewer.user.id, run: importStart.importRun.id };
  const puts = {
    '/a/$id': world.listing,
    '/orgs/$id': office,
    '/d/$id': world.demand,
    '/work/demands/$id': world.demand,
    '/work/demands/$id/edit': world.demand,
    '/work/listings/$id': world.listing,
    '/work/requests/$id': world.waiting,
    '/work/licenses/$id': world.license,
    '/work/imports/$id': ids.run,
    '/work/operation/rules/$id': ids.rule,
    '/work/operation/users/$id': ids.user,
    '/work/operation/advisors/$id': advisor.viewerAdvisor.id,
    '/work/cases/$id': advisor.serving.nodes[0].id,
    '/work/introductions/$id': introductions.nodes[0].id,
    '/work/outcomes/$id': advisor.caseOutcomes.nodes[0].id,
    '/work/mandates/$id': advisor.mandates.nodes[0].id,
  };
  const address = (route) => {
    if (route === '/achievements/compare') return `${route}?ids=${world.listing}&ids=${more.long}&ids=${more.bare}`;
    if (/^\/(verify-email|reset-password|invitation|confirm-email|undo-email)$/.test(route)) return `${route}?token=t`;
    return route
      .replace('$listing', world.listing)
      .replace('$demand', world.demand)
      .replace('$id', puts[route] ?? office);
  };
  return { ...more, closedCase: advisor.closed.nodes[0].id, address };
}
