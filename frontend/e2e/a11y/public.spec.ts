import { expect, LOCALES, say, searchBox, settled, signIn, speak, test, violations } from '../fixtures';

import fs from 'node:fs';

/** Every route of the tree, so that a new one cannot be forgotten: what is put in for its parameters. */
const PARAMS: Record<string, string> = {};
const routes = [
  ...new Set(
    [...fs.readFileSync('src/routeTree.gen.ts', 'utf8').matchAll(/^ {2}'(\/[^']*)': typeof/gm)].map(
      ([, path]) => path as string,
    ),
  ),
];

/** Who looks at the pages behind the sign-in: the first whose beginning fits, else an office's head. */
const PERSONS: readonly [string, string][] = [
  ['/work/licenses', 'owner.yuxin'],
  ['/work/apply', 'owner.yuxin'],
  ['/work/operation', 'operator'],
  ['/work', 'head.fudan'],
];
const personFor = (route: string): string | undefined => PERSONS.find(([start]) => route.startsWith(start))?.[1];

const VIEWS = [
  { name: 'wide', width: 1440, height: 900, theme: 'light' },
  { name: 'narrow', width: 360, height: 740, theme: 'dark' },
];

test.beforeAll(async ({ request }) => {
  const body = { query: '{ searchListings(first: 1) { nodes { id organization { id } } } }' };
  const answer = (await (await request.post('/graphql', { data: body })).json()) as {
    data: { searchListings: { nodes: { id: string; organization: { id: string } }[] } };
  };
  const listing = answer.data.searchListings.nodes[0];
  PARAMS['/a/$id'] = `/a/${listing?.id}`;
  PARAMS['/orgs/$id'] = `/orgs/${listing?.organization.id}`;
  PARAMS['/achievements/compare'] = `/achievements/compare?ids=${listing?.id}`;
  PARAMS['/work/listings/$id'] = `/work/listings/${listing?.id}`;
  PARAMS['/work/apply/$listing'] = `/work/apply/${listing?.id}`;
  for (const route of routes.filter((route) => /^\/work\/(operation\/)?organizations\/\$id/.test(route)))
    PARAMS[route] = route.replace('$id', listing?.organization.id ?? '');
  for (const path of ['/verify-email', '/reset-password', '/invitation', '/confirm-email', '/undo-email'])
    PARAMS[path] = `${path}?token=t`;
});

/** Half of the matrix, each language and each view once, unless the whole is asked for. */
const whole = process.env.E2E_MATRIX === 'all';

for (const locale of LOCALES) {
  for (const view of VIEWS.filter(({ name }) => whole || (name === 'narrow') === (locale === 'zh-CN'))) {
    for (const route of routes) {
      test(`${route} ${locale} ${view.name}`, async ({ page, context }) => {
        await speak(context, locale, { 'lianqiao-theme': view.theme });
        const person = personFor(route);
        if (person) await signIn(context, person);
        await page.setViewportSize(view);
        await page.goto(PARAMS[route] ?? route);
        await page.locator('h1').first().waitFor();
        // The line to the server never ends: behind the sign-in there is no silence to wait for.
        if (person) await page.locator('header a[href="/work/inbox"]').waitFor();
        else await page.waitForLoadState('networkidle');
        // A link that is good for nothing gets the server's own page.
        if (route !== '/__kit' && route !== '/invitation') await settled(page);
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(view.width);
        expect(await page.title()).not.toBe('');
      });
    }

    test(`states of search ${locale} ${view.name}`, async ({ page, context }) => {
      await speak(context, locale, { 'lianqiao-theme': view.theme });
      await page.setViewportSize(view);
      await page.goto('/achievements?q=qqqqxyzzy&ufpl=1');
      await page.getByRole('button', { name: say(locale, 'search.nothing.all') }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.goto('/achievements');
      await settled(page);
      if (view.name === 'narrow') {
        await page.getByRole('button', { name: new RegExp(locale === 'en' ? '^Filters' : '^筛选') }).click();
        await page.getByRole('dialog').waitFor();
      } else {
        await searchBox(page).fill('材');
        await page.getByRole('listbox').getByRole('option').first().waitFor();
      }
      expect(await violations(page)).toEqual([]);
    });
  }
}
