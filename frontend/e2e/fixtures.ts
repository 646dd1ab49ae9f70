import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import fs from 'node:fs';

import { watch, type Watch } from './watch';

export type Locale = 'zh-CN' | 'en';
export const LOCALES: readonly Locale[] = ['zh-CN', 'en'];

type Catalog = Record<string, string>;
const catalogs = Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)])) as Record<Locale, Catalog>;

function read(locale: Locale): Catalog {
  const folders = [...fs.readdirSync('src/features').map((name) => `src/features/${name}`), 'src/ui'];
  const files = folders
    .flatMap((folder) =>
      ['', 'work.', 'demand.', 'advising.', 'prices.'].map((area) => `${folder}/messages.${area}${locale}.json`),
    )
    .filter((file) => fs.existsSync(file));
  return Object.assign({}, ...files.map((file) => JSON.parse(fs.readFileSync(file, 'utf8')) as Catalog)) as Catalog;
}

/** The words of a message without placeholders. */
export const say = (locale: Locale, id: string): string => {
  const text = catalogs[locale][id];
  if (text === undefined) throw new Error(`no message ${id}`);
  return text;
};

export async function speak(
  context: BrowserContext,
  locale: Locale,
  extra: Record<string, string> = {},
): Promise<void> {
  const url = base.info().project.use.baseURL ?? '';
  const cookies = { 'lianqiao-lang': locale, ...extra };
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })));
}

type Cookies = Parameters<BrowserContext['addCookies']>[0];
const known = new Map<string, { cookies: Cookies; until: number }>();
/** Shorter than an access token lives: nobody renews for two contexts. */
const FRESH = 6 * 60_000;

/** Signs somebody of the demo world in, like `head.fudan`: once in a while, then with the same cookies. */
export async function signIn(context: BrowserContext, who: string, isAnew = false): Promise<void> {
  const kept = isAnew ? undefined : known.get(who);
  if (kept && Date.now() < kept.until) return context.addCookies(kept.cookies);
  const query =
    'mutation ($input: LogInInput!) { logIn(input: $input) { session { accessTokenExpiresAt } userErrors { code } } }';
  const input = {
    email: `${who}@demo.lianqiao.example`,
    password: 'lianqiao-demo-2026',
    transport: 'COOKIE',
  };
  const answer = await context.request.post('/graphql', {
    headers: { 'x-lianqiao-csrf': '1' },
    data: { query, variables: { input } },
  });
  expect(await answer.text()).toContain('accessTokenExpiresAt');
  const names = new Set(['lianqiao-lang', 'lianqiao-theme']);
  if (!isAnew)
    known.set(who, {
      cookies: (await context.cookies()).filter(({ name }) => !names.has(name)),
      until: Date.now() + FRESH,
    });
}

/** Operations that were sent, by hash. */
export function listen(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/graphql') sent.push(request.postData() ?? '');
  });
  return sent;
}

/** Where one says what one is looking for; the other lists of the page are not it. */
export const searchBox = (page: Page) => page.locator('input[type=search]').first();

/** Nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#main > *').first().waitFor();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

/** What axe finds: by all rules of WCAG 2.2 AA or by those that are named, on the whole page or in a part of it. */
export async function axe(page: Page, { rules, part }: { rules?: string[]; part?: string } = {}): Promise<string[]> {
  // There are no frames of others, for which it would open a page of its own, and what passes need not be written down.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (part) builder.include(part);
  const { violations } = await (
    rules ? builder.withRules(rules) : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  ).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join('; ')}`,
  );
}

export const violations = (page: Page): Promise<string[]> => axe(page);

/** Every test, on every page that it opens: nothing is asked of another origin, nothing is wrong in the console. */
export const test = base.extend<{ tidy: void; allowErrors: RegExp }, { watched: Watch }>({
  watched: [({ browser }, use) => use(watch(browser)), { scope: 'worker', auto: true }],
  allowErrors: [/^$/, { option: true }],
  tidy: [
    async ({ watched, baseURL, allowErrors }, use) => {
      const problems = watched.problems(baseURL ?? '', allowErrors);
      await use();
      expect(await problems()).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
