import type { Page } from '@playwright/test';

import { enoughDeals, listingCalled } from '../deals';
import { expect, listen, LOCALES, say, settled, signIn, speak, test, violations, type Locale } from '../fixtures';
import { askedBy } from '../operations';
import { Person } from '../person';

/** What everybody sees it in, and nothing of which is granted here. */
const LISTING = '城市内涝积水自供电监测终端';

const summary = (page: Page, locale: Locale) => page.locator('summary', { hasText: say(locale, 'licensing.agreed') });
const table = (page: Page, locale: Locale) => page.getByRole('table', { name: say(locale, 'licensing.agreed') });

test.beforeAll(async ({ baseURL }) => {
  test.setTimeout(150_000);
  await enoughDeals(baseURL ?? '');
});

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('an office sees what was agreed elsewhere while it sets its price', async ({ page, context }) => {
      await signIn(context, 'officer.tongji');
      const sent = listen(page);
      const asked = () => sent.filter((body) => askedBy(body).name === 'AgreedElsewhere').length;
      await page.goto('/work/listings/new');
      await settled(page);
      const level = page.locator('[name="readiness.level"]');
      // Opened with the keyboard: it says what it goes by, and leads there.
      await summary(page, locale).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByText(say(locale, 'prices.lacking'))).toBeVisible();
      const fill = (id: string) =>
        page.getByRole('button', { name: say(locale, 'prices.lacking.fill').replace('{field}', say(locale, id)) });
      await fill('fact.ipc').click();
      await expect(page.locator('[name=ipc]')).toBeFocused();
      await page.locator('[name=ipc]').fill('G06F 40/30');
      await page.keyboard.press('Tab');
      await expect(fill('fact.ipc')).toBeHidden();
      expect(asked()).toBe(0);
      await fill('fact.readiness').click();
      await expect(level).toBeFocused();
      await level.selectOption('8');
      await expect(table(page, locale)).toBeVisible();
      const row = table(page, locale).getByRole('rowheader');
      await expect(row).toHaveCount(1);
      await expect(row).toContainText(say(locale, 'enum.PaymentMode.DEFERRED'));
      await expect(row).not.toContainText(say(locale, 'prices.offered'));
      await expect(table(page, locale).getByRole('cell').nth(3)).toHaveText('5');
      await page.getByRole('button', { name: say(locale, 'listing.add.offer') }).click();
      await page.locator('[name="offers.0.paymentMode"]').selectOption('DEFERRED');
      await expect(row).toContainText(say(locale, 'prices.offered'));
      expect(await violations(page)).toEqual([]);

      // Another level of the draft, another answer; the same one is not asked for twice.
      await level.selectOption('2');
      const none = say(locale, 'prices.none').replace('{section}', 'G').replace('{level, number}', '2');
      await expect(page.getByText(none)).toBeVisible();
      await expect(page.getByText(say(locale, 'prices.none.why'))).toBeVisible();
      await level.selectOption('8');
      await expect(table(page, locale)).toBeVisible();
      expect(asked()).toBe(2);
    });

    test('an enterprise sees it where it says what it would pay', async ({ page, context, baseURL }) => {
      await page.setViewportSize({ width: 375, height: 740 });
      await signIn(context, 'owner.jinshuli');
      const sent = listen(page);
      await page.goto(`/work/apply/${await listingCalled(await Person.guest(baseURL ?? ''), LISTING)}`);
      await settled(page);
      await expect(summary(page, locale)).toBeVisible();
      expect(sent.map((body) => askedBy(body).name)).not.toContain('AgreedElsewhere');
      await summary(page, locale).click();
      const row = table(page, locale).getByRole('rowheader').first();
      await expect(row).toContainText(say(locale, 'enum.PaymentMode.DEFERRED'));
      await expect(row).toContainText(say(locale, 'prices.offered'));
      await expect(page.getByText(say(locale, 'prices.limits'))).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
      expect(await violations(page)).toEqual([]);
    });

    test('whose enterprise is not verified reads why it is told nothing', async ({ page, context, baseURL }) => {
      await signIn(context, 'owner.weiyangting');
      await page.goto(`/work/apply/${await listingCalled(await Person.guest(baseURL ?? ''), LISTING)}`);
      await summary(page, locale).click();
      await expect(page.getByText(say(locale, 'prices.forbidden'))).toBeVisible();
      await expect(table(page, locale)).toHaveCount(0);
      await expect(page.getByRole('button', { name: say(locale, 'licensing.apply.go') })).toBeVisible();
    });
  });
}
