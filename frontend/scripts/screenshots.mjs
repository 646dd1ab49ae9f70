// Takes the pictures of the README: the demo world, a few requests, both languages. With `--all DIR` every page in both
// languages, wide and narrow, light and dark, to be looked at; `--only PART` picks pages or views by a part of the name.
import { chromium as browserType } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';

import { chromium, enter, startDemo } from './demo.mjs';
import { makeWorld } from './world.mjs';

const option = (name) => {
  const place = process.argv.indexOf(name);
  return place < 0 ? undefined : process.argv[place + 1];
};
const all = option('--all');
const only = option('--only');
const PICTURES = '../docs/images';
const LIMIT = 150 * 1024;
const LOCALES = ['zh-CN', 'en'];
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 740 };

/** What the README shows: the name of the picture, the address, who looks. */
const shown = (world) => [
  { name: 'home', path: '/' },
  { name: 'search', path: '/achievements?ufpl=1&trl=6' },
  { name: 'achievement', path: `/a/${world.listing}` },
  { name: 'demands', path: '/demands' },
  { name: 'matches', path: `/work/demands/${world.demand}?part=matches`, who: 'owner.baicaoting', height: 1000 },
  { name: 'request', path: `/work/requests/${world.waiting}`, who: 'head.fudan' },
  { name: 'workbench', path: '/work', who: 'head.fudan', height: 600 },
  { name: 'operator', path: '/work/operation', who: 'operator', height: 820 },
];

/** Who looks at the pages behind the sign-in: the first whose beginning fits. */
const PERSONS = [
  ['/work/apply', 'owner.zhuyuanli'],
  ['/work/demands', 'owner.baicaoting'],
  ['/work/operation', 'operator'],
  ['/work/advising', 'advisor.lin'],
  ['/work/cases/$id', 'advisor.lin'],
  ['/work/outcomes', 'advisor.lin'],
  ['/work/mandates', 'advisor.lin'],
  ['/work/cases', 'owner.yuxin'],
  ['/work/advisors', 'owner.yuxin'],
  ['/work', 'head.fudan'],
  ['/account', 'head.fudan'],
];

/** Every page of the build, and what the tree of routes does not know: states, dialogs, those who look differently. */
function everything(world) {
  const tree = fs.readFileSync('src/routeTree.gen.ts', 'utf8');
  const [, byTo] = tree.match(/export interface FileRoutesByTo \{([\s\S]*?)\n\}/);
  const pages = [...byTo.matchAll(/^ {2}'([^']+)':/gm)].map(([, route]) => ({
    name: route.slice(1).replaceAll('/', '.').replaceAll('$', '') || 'home',
    path: world.address(route),
    who: PERSONS.find(([begin]) => route.startsWith(begin))?.[1],
  }));
  return [
    ...pages,
    { name: 'x.absent', path: '/nothing/here' },
    { name: 'x.absent-work', path: '/work/nothing', who: 'head.fudan' },
    { name: 'x.absent-listing', path: '/a/listing_0' },
    { name: 'x.search-words', path: '/achievements?q=材料' },
    { name: 'x.search-nothing', path: '/achievements?q=qqqqxyzzy&ufpl=1' },
    { name: 'x.listing-long', path: `/a/${world.long}` },
    { name: 'x.listing-bare', path: `/a/${world.bare}` },
    { name: 'x.search-long', path: '/achievements?q=超长' },
    { name: 'x.work-enterprise', path: '/work', who: 'owner.yuxin' },
    { name: 'x.work-member', path: '/work', who: 'member.weiyangting' },
    { name: 'x.work-observer', path: '/work', who: 'observer.stte' },
    { name: 'x.requests-none', path: '/work/requests', who: 'owner.weiyangting' },
    { name: 'x.licenses-none', path: '/work/licenses', who: 'owner.weiyangting' },
    { name: 'x.licenses-enterprise', path: '/work/licenses', who: 'owner.yuxin' },
    { name: 'x.license-enterprise', path: world.address('/work/licenses/$id'), who: 'owner.yuxin' },
    { name: 'x.apply-not-fitting', path: `/work/apply/${world.listing}`, who: 'owner.huanyuting' },
    { name: 'x.request-granted', path: `/work/requests/${world.granted}`, who: 'head.fudan' },
    { name: 'x.request-rejected', path: `/work/requests/${world.rejected}`, who: 'owner.wuluda' },
    { name: 'x.matches', path: `/work/demands/${world.demand}?part=matches`, who: 'owner.baicaoting' },
    { name: 'x.demand-matches', path: `/work/listings/${world.listing}?tab=matches`, who: 'head.fudan' },
    { name: 'x.palette', path: '/work', who: 'head.fudan', keys: 'Control+k' },
    { name: 'x.keys', path: '/work', who: 'head.fudan', keys: '?' },
    { name: 'x.board-table', path: '/work/advising?view=table', who: 'advisor.lin' },
    { name: 'x.board-staff', path: '/work/advising', who: 'operator' },
    { name: 'x.board-stuck', path: '/work/advising', who: 'advisor.hayes' },
    { name: 'x.case-client', path: world.address('/work/cases/$id'), who: 'owner.yuxin' },
    { name: 'x.case-staff', path: `/work/cases/${world.closedCase}`, who: 'operator' },
    { name: 'x.mandates', path: '/work/advisors?tab=mandates', who: 'owner.yuxin' },
    { name: 'x.introductions-outcomes', path: '/work/introductions?tab=outcomes', who: 'head.shou' },
    { name: 'x.outcomes-decided', path: '/work/operation/outcomes?show=decided', who: 'operator' },
    { name: 'x.operation-absent', path: '/work/operation', who: 'head.fudan' },
  ];
}

const browser = await browserType.launch({
  ...(chromium ? { executablePath: chromium } : {}),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb'],
});
const demo = await startDemo();

async function open(context, shot) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(demo.url + shot.path);
  await page.locator('h1').first().waitFor();
  // The line to the server never ends, so there is no silence to wait for behind the sign-in.
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]:not(button)'), undefined);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(250);
  if (shot.keys) await page.keyboard.press(shot.keys);
  if (shot.keys) await page.waitForTimeout(300);
  return page;
}

/** WebP as the browser makes it, as good as it can be and still small. */
async function small(page) {
  const session = await page.context().newCDPSession(page);
  for (let quality = 90; ; quality -= 5) {
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length <= LIMIT || quality < 50) return bytes;
  }
}

/** What others show when somebody passes on an address: the flower, the name, what it is for. */
async function social() {
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 } });
  const mark = fs.readFileSync('src/ui/mark.svg', 'utf8');
  await page.setContent(`<style>
    body { margin: 0; display: grid; align-content: center; gap: 36px; height: 630px; padding: 0 96px; box-sizing: border-box;
      background: #faf8f2; color: #1d1b16; font-family: 'Noto Serif SC', 'Noto Serif CJK SC', serif; border-bottom: 18px solid #f7c52b; }
    header { display: flex; align-items: center; gap: 32px; font-size: 84px; font-weight: 700; }
    header svg { width: 132px; height: 132px; } small { font: 500 44px 'Noto Sans CJK SC', sans-serif; color: #6b665a; }
    body > svg { position: absolute; right: -150px; top: -60px; width: 700px; transform: rotate(24deg); } body > svg rect { fill: none; }
    p { margin: 0; font-size: 64px; font-weight: 700; font-feature-settings: 'palt'; } p + p { font-size: 40px; font-weight: 600; color: #4d493f; }
  </style>${mark}<header>${mark}<span>联桥 <small>Lianqiao</small></span></header>
  <div><p>好技术，先用起来</p><p>Put good technology to use first</p></div>`);
  await page.screenshot({ path: 'src/ui/social.png' });
  await page.close();
}

const seats = new Map();
async function contextFor(who, locale, theme, viewport) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', colorScheme: theme });
  const looks = { 'lianqiao-lang': locale, 'lianqiao-theme': theme };
  await context.addCookies(Object.entries(looks).map(([name, value]) => ({ name, value, url: demo.url })));
  if (!who) return context;
  if (!seats.has(who)) {
    await enter(context, demo.url, who);
    seats.set(
      who,
      (await context.cookies()).filter(({ name }) => !(name in looks)),
    );
  }
  await context.addCookies(seats.get(who));
  return context;
}

async function take(shot, locale, theme, viewport, file) {
  const context = await contextFor(shot.who, locale, theme, viewport);
  try {
    const page = await open(context, shot);
    if (file.endsWith('.webp')) fs.writeFileSync(file, await small(page));
    else await page.screenshot({ path: file, fullPage: !shot.keys });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > viewport.width) console.log(`${file}: ${width} wide`);
  } catch (error) {
    console.log(`${file}: ${String(error).split('\n')[0]}`);
  } finally {
    await context.close();
  }
}

try {
  const world = await makeWorld(demo.url, Boolean(all));
  const folder = all ?? PICTURES;
  fs.mkdirSync(folder, { recursive: true });
  if (!all) await social();
  for (const shot of all ? everything(world) : shown(world)) {
    for (const locale of LOCALES) {
      for (const viewport of all ? [WIDE, NARROW] : [WIDE]) {
        for (const theme of all ? ['light', 'dark'] : ['light']) {
          const view = all ? `${viewport.width}.${theme}.png` : 'webp';
          const file = path.join(folder, `${shot.name}.${locale}.${view}`);
          if (!only || new RegExp(only).test(file))
            await take(shot, locale, theme, { ...viewport, ...(shot.height ? { height: shot.height } : {}) }, file);
        }
      }
    }
  }
} finally {
  await browser.close();
  demo.stop();
}
