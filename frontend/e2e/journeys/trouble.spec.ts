import { expect, LOCALES, say, searchBox, settled, speak, test } from '../fixtures';
import { asked } from '../operations';

/** What the browser itself says about an answer of 500 or 429, and the router about a part that is gone, before the page is loaded anew. */
test.use({ allowErrors: /Failed to load resource|reading 'component'/ });

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E23 a server that is away says so, and trying again works', async ({ page }) => {
      let down = false;
      await page.route('**/graphql', (route) =>
        down ? route.fulfill({ status: 503, body: '', headers: { 'x-request-id': 'abc-1' } }) : route.continue(),
      );
      await page.goto('/achievements');
      await settled(page);
      down = true;
      await searchBox(page).fill('水');
      const alert = page.getByRole('alert');
      await expect(alert).toContainText(say(locale, 'ui.trouble.unavailable'));
      await expect(alert).toContainText('abc-1');
      down = false;
      await alert.getByRole('button').click();
      await expect(page.getByRole('article').first()).toBeVisible();
      await expect(alert).toBeHidden();
    });

    test('E23 suggestions that come late are not in the way of trying again', async ({ page }) => {
      let suggested = 0;
      let down = false;
      await page.route('**/graphql', (route) => {
        const isSuggestion = asked(route).name === 'SuggestAchievements';
        if (isSuggestion) suggested += 1;
        return down && !(isSuggestion && suggested > 1) ? route.fulfill({ status: 503, body: '' }) : route.continue();
      });
      await page.goto('/achievements');
      await settled(page);
      down = true;
      await searchBox(page).fill('涂');
      const alert = page.getByRole('alert');
      await expect(alert).toBeVisible();
      // As long as it would take to ask for them once more.
      await page.waitForTimeout(1500);
      down = false;
      await alert.getByRole('button').click({ timeout: 5000 });
      await expect(page.getByRole('article').first()).toBeVisible();
    });

    test('E23 who is throttled sees how long', async ({ page }) => {
      await page.goto('/achievements');
      await settled(page);
      await page.route('**/graphql', (route) =>
        route.fulfill({
          status: 429,
          headers: { 'retry-after': '2' },
          json: { errors: [{ message: 'slow', extensions: { code: 'THROTTLED', retryAfterSeconds: 2 } }] },
        }),
      );
      await searchBox(page).fill('水');
      const alert = page.getByRole('alert');
      await expect(alert).toContainText(say(locale, 'ui.trouble.throttled'));
      await expect(alert.getByRole('button')).toHaveCount(0);
      await expect(alert.getByRole('button')).toHaveCount(1, { timeout: 5000 });
    });

    test('no network is no white page', async ({ page, context }) => {
      await page.goto('/achievements');
      await expect(page.getByRole('article').first()).toBeVisible();
      await context.setOffline(true);
      await searchBox(page).fill('abc');
      await expect(page.getByRole('alert')).toContainText(say(locale, 'ui.trouble.offline'));
      await expect(searchBox(page)).toHaveValue('abc');
      await context.setOffline(false);
    });

    test('a server that does not answer is given up on, and asked again by whoever wants to', async ({ page }) => {
      let silent = true;
      await page.clock.install();
      await page.goto('/achievements');
      await settled(page);
      await page.route('**/graphql', (route) => (silent ? undefined : route.continue()));
      await searchBox(page).fill('水');
      const alert = page.getByRole('alert');
      // Fifteen seconds, and once more.
      const later = async () => {
        await page.clock.fastForward(16_000);
        return alert.count();
      };
      await expect.poll(later, { intervals: [500] }).toBe(1);
      await expect(alert).toContainText(say(locale, 'ui.trouble.unavailable'));
      silent = false;
      await alert.getByRole('button').click();
      await expect(page.getByRole('article').first()).toBeVisible();
    });

    test('a link that the browser does not let us copy is there to be copied', async ({ page }) => {
      // As at an address without TLS.
      await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      for (const [list, part] of [
        ['/achievements', 'achievement'],
        ['/demands', 'demand'],
      ] as const) {
        await page.goto(list);
        await page.locator('#main article a').first().click();
        const share = say(locale, `${part}.share`);
        await page.locator('#main').getByRole('button', { name: share }).click();
        const field = page.getByRole('group', { name: share });
        await expect(field).toContainText(page.url());
        await field.getByRole('button').click();
        expect(await page.evaluate(() => getSelection()?.toString())).toBe(page.url());
      }
    });

    test('what is not there is not there', async ({ page }) => {
      for (const path of ['/a/bHMBnothing', '/orgs/nonsense', '/no/such/page']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
      }
    });
  });
}

test('E22 a part that is gone after an update is fetched by loading anew, once', async ({ page, context }) => {
  await speak(context, 'zh-CN');
  await page.goto('/');
  let missing = true;
  await page.route('**/assets/login-*.js', (route) => (missing ? route.fulfill({ status: 404 }) : route.continue()));
  const reloaded = page.waitForEvent('load');
  const gone = page.waitForResponse((response) => response.status() === 404 && /login-.*\.js/.test(response.url()));
  await page.getByRole('link', { name: say('zh-CN', 'account.signIn'), exact: true }).click();
  await gone;
  missing = false;
  await reloaded;
  await page.goto('/login');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('zh-CN', 'account.signIn.title'));
});
