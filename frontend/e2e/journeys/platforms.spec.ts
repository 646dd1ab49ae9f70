import { verified } from '../firm';
import { axe, expect, LOCALES, say, settled, signIn, speak, test } from '../fixtures';
import { button, enter, field } from '../office';
import { Person } from '../person';

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
      await page.goto(`${page.url()}&chain=SHED&nothing=1`);
      await settled(page);
      await expect(rows.filter({ has: page.getByRole('link', { name: BASE }) })).toHaveCount(1);
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

    test('its people write a platform, show it to everybody and take it back', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const firm = await verified(base, '中试厂');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/platforms');
      await page
        .getByRole('main')
        .getByRole('link', { name: say(locale, 'platform.own.new'), exact: true })
        .click();
      await field(page, locale, 'platform.form.zh.name').fill('涂层中试线');
      await field(page, locale, 'platform.takes').selectOption('5');
      await field(page, locale, 'platform.form.cost.from').fill('a lot');
      await button(page, locale, 'platform.form.save').click();
      // Half of a span is no span, and words are no amount: each is said at its field.
      await expect(page.getByText(say(locale, 'platform.form.wrong.readiness'), { exact: true })).toBeVisible();
      await expect(page.getByText(say(locale, 'platform.form.wrong.cost'), { exact: true })).toBeVisible();
      expect(await axe(page, { part: '#main' })).toEqual([]);
      await field(page, locale, 'platform.reaches').selectOption('7');
      await field(page, locale, 'platform.form.cost.from').fill('20 万');
      await button(page, locale, 'platform.form.save').click();
      await expect(page).toHaveURL(/\/work\/platforms\/(?!new)/);
      const id = page.url().split('/').at(-1) ?? '';
      await expect(field(page, locale, 'platform.form.cost.to')).toHaveValue('200000');
      const guest = await Person.guest(base);
      const seen = async () =>
        (
          await guest.ask<{ servicePlatform: { id: string } | null }>(
            'query ($id: ID!) { servicePlatform(id: $id) { id } }',
            { id },
          )
        ).servicePlatform;
      expect(await seen()).toBeNull();

      // What it lacks is said when it is to be shown.
      const dialog = page.getByRole('dialog');
      const go = (name: string) => dialog.getByRole('button', { name: say(locale, name), exact: true }).click();
      await button(page, locale, 'platform.own.publish').click();
      await go('platform.own.publish');
      await expect(dialog.getByRole('alert')).toBeVisible();
      await go('ui.cancel');
      await field(page, locale, 'platform.kind').selectOption('PILOT');
      await field(page, locale, 'platform.form.zh.summary').fill('每批二十公斤的水性涂层小批量试制。');
      await button(page, locale, 'platform.form.save').click();
      await settled(page);
      await button(page, locale, 'platform.own.publish').click();
      await go('platform.own.publish');
      await expect(dialog).toHaveCount(0);
      await expect(page.getByText(say(locale, 'platform.own.live'), { exact: true })).toBeVisible();
      expect(await seen()).toEqual({ id });

      await button(page, locale, 'platform.own.withdraw').click();
      await dialog.getByRole('textbox').fill('The line is being moved');
      await go('platform.own.withdraw');
      await expect(page.getByText('The line is being moved')).toBeVisible();
      expect(await seen()).toBeNull();
      await page.goto('/work/platforms');
      await expect(page.getByRole('main').getByText(say(locale, 'enum.ServicePlatformState.WITHDRAWN'))).toBeVisible();

      // Others have no such page.
      await signIn(context, 'owner.yuxin');
      await page.goto(`/work/platforms/${id}`);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });

    test('a platform that is not there is no page', async ({ page }) => {
      await page.goto('/platforms/bm90aGluZw');
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });
  });
}
