import { expect, listen, LOCALES, say, searchBox, settled, speak, test } from '../fixtures';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('ES pages can be read without scripts', async ({ browser, baseURL }) => {
      const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
      await speak(context, locale);
      const page = await context.newPage();
      await page.goto('/');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(say(locale, 'home.heading'));
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      expect(
        await page.locator('link[hreflang]').evaluateAll((links) => links.map((link) => link.getAttribute('hreflang'))),
      ).toEqual(['zh-CN', 'en', 'x-default']);
      await page.getByRole('searchbox').fill('水');
      await page.getByRole('button').first().click();
      await expect(page).toHaveURL(/achievements\?q=/);
      await page.getByRole('article').first().getByRole('link').click();
      await expect(page).toHaveURL(/\/a\//);
      await expect(page.getByRole('heading', { name: say(locale, 'achievement.benefit') })).toBeVisible();
      const linked = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as {
        name: string;
      };
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(linked.name);
      await context.close();
    });

    test('EP the first paint of a page that comes with its answers asks for nothing', async ({ page }) => {
      const sent = listen(page);
      for (const path of ['/', '/achievements?q=水&ufpl=1&trl=6&chain=GREEN', '/achievements']) {
        await page.goto(path);
        await settled(page);
        await expect(page.getByRole('article').first()).toBeVisible();
      }
      const href = await page.getByRole('article').first().getByRole('heading').getByRole('link').getAttribute('href');
      await page.mouse.move(0, 0);
      await page.goto(href ?? '');
      await settled(page);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(sent).toEqual([]);
    });

    test('EP typing shows results soon', async ({ page }) => {
      await page.goto('/achievements');
      await settled(page);
      const began = Date.now();
      await searchBox(page).fill('涂层');
      await expect(page.locator('mark').first()).toBeVisible();
      // The bar is 300 ms on a machine of its own; this one is shared.
      expect(Date.now() - began).toBeLessThan(2000);
    });
  });
}
