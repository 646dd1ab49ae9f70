import os from 'node:os';

import { expect, listen, LOCALES, say, searchBox, settled, speak, test } from '../fixtures';

/** Whether more runs here than the browser, the server and one more of each. */
const isBusy = (): boolean => (os.loadavg()[0] ?? 0) > 3 * os.cpus().length;

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

    test('EP typing shows results soon, and nothing that is pressed stands still', async ({ page }) => {
      test.skip(isBusy(), 'SKIPPED: this machine does too much else to measure anything');
      await page.goto('/achievements');
      await settled(page);
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => {
        const worst = globalThis as unknown as { worst: number };
        worst.worst = 0;
        const look = (list: PerformanceObserverEntryList) => {
          for (const { duration } of list.getEntries()) worst.worst = Math.max(worst.worst, duration);
        };
        new PerformanceObserver(look).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
      });
      const times: number[] = [];
      for (const word of ['涂层', '材料', '电池']) {
        const began = Date.now();
        await searchBox(page).fill(word);
        await expect(
          page
            .locator('mark')
            .filter({ hasText: word[0] ?? '' })
            .first(),
        ).toBeVisible();
        times.push(Date.now() - began);
      }
      await page.keyboard.press('Escape');
      await page.getByRole('checkbox', { name: new RegExp(say(locale, 'search.facet.ufpl')) }).click();
      await settled(page);
      const usual = times.sort((a, b) => a - b)[1];
      const worst = await page.evaluate(() => (globalThis as unknown as { worst: number }).worst);
      console.log(`${locale}: typed, and found after ${usual} ms; nothing stood still for longer than ${worst} ms`);
      // The bars are 300 ms and 100 ms on a machine of its own. This one is shared: twice as much, and in the middle.
      expect(usual).toBeLessThan(600);
      expect(worst).toBeLessThan(200);
    });

    test('EP on a slow line the first page can be read long before its scripts are there', async ({
      page,
      context,
    }) => {
      const line = await context.newCDPSession(page);
      await line.send('Network.enable');
      await line.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 400,
        downloadThroughput: 400_000 / 8,
        uploadThroughput: 400_000 / 8,
      });
      const began = Date.now();
      await page.goto('/achievements', { waitUntil: 'commit' });
      await expect(page.getByRole('article').first()).toBeVisible();
      // The bar is 5 s, twice as much on a shared machine.
      expect(Date.now() - began).toBeLessThan(10_000);
    });
  });
}
