import { axe, expect, LOCALES, say, settled, signIn, speak, test } from '../fixtures';

/** A pilot base of the demo world: levels 5 to 7, sixteen to twenty-four weeks, in Yangpu. */
const BASE = /智能装备与光电中试基地|Pilot Base for Smart Equipment/;

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('a visitor narrows the platforms down, and the address says to what', async ({ page }) => {
      await page.goto('/');
      await page.getByRole('link', { name: say(locale, 'shell.platforms'), exact: true }).click();
      await expect(page).toHaveURL(/\/platforms$/);
      await settled(page);
      const rows = page.locator('main article');
      const all = await rows.count();
      expect(all).toBeGreaterThan(3);
      const choose = (id: string, value: string) =>
        page.getByLabel(say(locale, id), { exact: true }).selectOption(value);
      await choose('platform.kind', 'PILOT');
      await expect(page).toHaveURL(/kind=PILOT/);
      await settled(page);
      await expect.poll(() => rows.count()).toBeLessThan(all);
      await expect(rows.first()).toContainText(say(locale, 'enum.ServicePlatformKind.PILOT'));

      // A place is looked for by its name, with the keyboard alone.
      const place = page.getByRole('combobox', { name: say(locale, 'platform.region'), exact: true });
      await place.fill('杨浦');
      await expect(page.getByRole('listbox').getByRole('option').first()).toContainText('310110');
      await place.press('Enter');
      await expect(page).toHaveURL(/region=310110/);
      await choose('platform.takes', '5');
      await choose('platform.reaches', '7');
      await settled(page);
      await expect(rows.filter({ has: page.getByRole('link', { name: BASE }) })).toHaveCount(1);
      expect(await axe(page, { part: '#main' })).toEqual([]);

      // Whoever gets the address sees the same; what is not understood is left out.
      await page.goto(`${page.url()}&kind=SHED&trl=99`);
      await settled(page);
      // Nobody takes that in and brings it there.
      await page.goto('/platforms?trl=8&to=9&region=540000');
      await expect(page.getByRole('heading', { name: say(locale, 'platform.none.found') })).toBeVisible();
      await page
        .getByRole('main')
        .getByRole('button', { name: say(locale, 'platform.filter.clear'), exact: true })
        .last()
        .click();
      await expect(rows).toHaveCount(all);
    });

    test('a platform says what it does, and whom to ask to those who may know', async ({ page, context }) => {
      await page.goto('/platforms');
      await page.getByRole('link', { name: BASE }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(BASE);
      await expect(page.getByText('TRL 5 → 7')).toBeVisible();
      await expect(page.getByText(/16.+24/)).toBeVisible();
      await expect(page.getByText(say(locale, 'enum.ServicePlatformService.PROCESS_VERIFY'))).toBeVisible();
      await expect(page.getByText(say(locale, 'platform.ask.signIn'))).toBeVisible();
      await expect(page.locator('a[href^="tel:"]')).toHaveCount(0);
      expect(await axe(page, { part: '#main' })).toEqual([]);
      const signInLink = page.getByRole('main').getByRole('link', { name: say(locale, 'platform.ask.signIn.go') });
      await expect(signInLink).toHaveAttribute('href', /login\?to=.*platforms/);

      await signIn(context, 'owner.yuxin');
      await page.reload();
      await expect(page.locator('a[href^="tel:"]')).toBeVisible();
      await expect(page.locator('a[href^="mailto:"]')).toBeVisible();
    });

    test('a platform that is not there is no page', async ({ page }) => {
      await page.goto('/platforms/bm90aGluZw');
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });
  });
}
