import fs from 'node:fs';

import type { World } from '../world';

/** The addresses of the route tree, so that a new one cannot be forgotten. */
const tree = fs.readFileSync('src/routeTree.gen.ts', 'utf8');
const byTo = /export interface FileRoutesByTo \{([\s\S]*?)\n\}/.exec(tree)?.[1] ?? '';
/** Parts of pages that are as much as a page. */
const PARTS = ['/work/demands/$id?part=matches', '/work/listings/$id?tab=matches', '/work/advising?view=table'];
export const ROUTES = [...byTo.matchAll(/^ {2}'([^']+)':/gm)].map(([, route]) => route as string).concat(PARTS);

const WAYS = ['matrix', 'reader', 'words'] as const;
/** E2E_TURN=n looks at every other page, in one of three ways; six turns on end look at every page in every way. Without it all. */
const turn = process.env.E2E_TURN;

/** Whether this run looks at the page at a place of the list in this way. */
export function isLookedAt(place: number, way: (typeof WAYS)[number]): boolean {
  if (turn === undefined) return true;
  const at = (place + Number(turn)) % (2 * WAYS.length);
  return at % 2 === 0 && WAYS[at / 2] === way;
}

/** Who looks at the pages behind the sign-in: the first whose beginning fits, else an office's head. */
const PERSONS: readonly [string, string][] = [
  ['/account', 'head.fudan'],
  ['/work/licenses', 'owner.zhiguangli'],
  ['/work/apply', 'owner.zhiguangli'],
  ['/work/organizations/$id/size', 'owner.zhiguangli'],
  ['/work/demands', 'owner.yuxin'],
  ['/work/splits', 'owner.yuxin'],
  ['/work/advising', 'advisor.lin'],
  ['/work/cases/$id', 'advisor.lin'],
  ['/work/outcomes', 'advisor.lin'],
  ['/work/mandates', 'advisor.lin'],
  ['/work/mandate-requests', 'advisor.lin'],
  ['/work/cases', 'owner.yuxin'],
  ['/work/advisors', 'owner.yuxin'],
  ['/work/operation', 'operator'],
  ['/work', 'head.fudan'],
];
export const personFor = (route: string): string | undefined => PERSONS.find(([start]) => route.startsWith(start))?.[1];

/** What is put in for the parameters, and for the tokens without which a page shows nothing. */
const ADDRESSES: Record<string, (world: World) => string> = {
  '/a/$id': ({ listing }) => `/a/${listing}`,
  '/d/$id': ({ demand }) => `/d/${demand}`,
  '/platforms/$id': ({ platform }) => `/platforms/${platform}`,
  '/work/platforms/$id': ({ platform }) => `/work/platforms/${platform}`,
  '/orgs/$id': ({ organization }) => `/orgs/${organization}`,
  '/achievements/compare': ({ listing, own }) => `/achievements/compare?ids=${listing}&ids=${own}`,
  '/confirm-email': () => '/confirm-email?token=t',
  '/reset-password': () => '/reset-password?token=t',
  '/undo-email': () => '/undo-email?token=t',
  '/verify-email': () => '/verify-email?token=t',
  '/invitation': ({ invitation }) => new URL(invitation).pathname + new URL(invitation).search,
  '/work/apply/$listing': ({ own }) => `/work/apply/${own}`,
  '/work/demands/$id': ({ ownDemand }) => `/work/demands/${ownDemand}`,
  '/work/demands/$id?part=matches': ({ ownDemand }) => `/work/demands/${ownDemand}?part=matches`,
  '/work/demands/$id/edit': ({ ownDemand }) => `/work/demands/${ownDemand}/edit?step=terms`,
  '/work/propose/$demand': ({ demand }) => `/work/propose/${demand}`,
  '/work/proposals/$id': ({ proposal }) => `/work/proposals/${proposal}`,
  '/work/splits/$id': ({ split }) => `/work/splits/${split}`,
  '/work/cases/$id': (world) => `/work/cases/${world.case}`,
  '/work/introductions/$id': ({ introduction }) => `/work/introductions/${introduction}`,
  '/work/outcomes/$id': ({ outcome }) => `/work/outcomes/${outcome}`,
  '/work/mandates/$id': ({ mandate }) => `/work/mandates/${mandate}`,
  '/work/mandate-requests/$id': ({ mandateRequest }) => `/work/mandate-requests/${mandateRequest}`,
  '/work/operation/advisors/$id': ({ advisor }) => `/work/operation/advisors/${advisor}`,
  '/work/imports/$id': ({ run }) => `/work/imports/${run}`,
  '/work/licenses/$id': ({ license }) => `/work/licenses/${license}`,
  '/work/listings/$id': ({ draft }) => `/work/listings/${draft}`,
  '/work/listings/$id?tab=matches': ({ own }) => `/work/listings/${own}?tab=matches`,
  '/work/requests/$id': ({ request }) => `/work/requests/${request}`,
  '/work/organizations/$id': ({ office }) => `/work/organizations/${office}`,
  '/work/organizations/$id/members': ({ office }) => `/work/organizations/${office}/members`,
  '/work/organizations/$id/size': ({ enterprise }) => `/work/organizations/${enterprise}/size`,
  '/work/organizations/$id/tokens': ({ office }) => `/work/organizations/${office}/tokens`,
  '/work/operation/organizations/$id': ({ pending }) => `/work/operation/organizations/${pending}`,
  '/work/operation/rules/$id': ({ rule }) => `/work/operation/rules/${rule}`,
  '/work/operation/users/$id': ({ user }) => `/work/operation/users/${user}`,
};

export function addressOf(route: string, world: World): string {
  const address = ADDRESSES[route]?.(world) ?? route;
  if (address.includes('$')) throw new Error(`${route}: say in places.ts what stands for its parameters`);
  return address;
}
