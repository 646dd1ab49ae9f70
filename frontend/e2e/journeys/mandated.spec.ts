import type { Page } from '@playwright/test';

import { accepted, appointed, mandated } from '../advising';
import { expect, LOCALES, say, settled, speak, test, violations, type Locale } from '../fixtures';
import { needOf, take } from '../need';
import { button, enter } from '../office';

// What is not shown has a page that says so.
test.use({ allowErrors: /status of 404/ });

/** A problem to which the demo world has one answer. */
const PROBLEM = '传感节点的电池一年就没电，模数转换太费电，换一次电池要搭脚手架。';
const ANSWER = /模数转换器|analog-to-digital converter/;

const part = (page: Page, locale: Locale, name: string) =>
  page.getByRole('region', { name: new RegExp(say(locale, `enum.DemandSplitPartName.${name}`)) });
const interested = (page: Page, locale: Locale) => button(page, locale, 'enum.MatchVerdict.INTERESTED').first();
const tab = (page: Page, name: string) => page.locator(`a[href$="part=${name}"]`);

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(120_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('a mandated advisor finds what answers the client’s demand and proposes to split it, and the client approves', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Splitting');
      const made = await accepted(base, counsel, 'Empty batteries');
      const { owner } = made.firm;
      await take(owner.person, 'demandUpdate', await needOf(owner.person, made.demand), { problem: { zh: PROBLEM } });
      const address = `/work/demands/${made.demand}`;

      // Having the case opens no draft.
      await enter(context, counsel.email, counsel.password);
      await page.goto(address);
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();

      // The mandate does; what is the client's to do is not offered.
      await mandated(made, counsel);
      await page.goto(`/work/cases/${made.id}`);
      await page.getByRole('link', { name: say(locale, 'advising.case.matches'), exact: true }).click();
      await expect(page).toHaveURL(`${address}?part=matches`);
      await expect(page.getByRole('link', { name: ANSWER }).first()).toBeVisible();
      await settled(page);
      await expect(interested(page, locale)).toHaveCount(0);
      await expect(button(page, locale, 'match.pass')).toHaveCount(0);
      await expect(tab(page, 'proposals')).toHaveCount(0);
      await expect(page.locator(`a[href^="${address}/edit"]`)).toHaveCount(0);
      expect(await violations(page)).toEqual([]);
      await page.goto(`${address}?part=proposals`);
      await expect(page.getByText(PROBLEM)).toBeVisible();

      await tab(page, 'splits').click();
      await button(page, locale, 'demand.splits.propose').click();
      const dialog = page.getByRole('dialog');
      const title = (name: string) =>
        dialog
          .getByRole('group', { name: say(locale, `enum.DemandSplitPartName.${name}`), exact: true })
          .getByLabel(say(locale, 'demand.field.title'), { exact: true });
      await title('KEPT').fill('Batteries only');
      await title('SPLIT_OFF').fill('No scaffold');
      await dialog.getByRole('button', { name: say(locale, 'demand.splits.propose.go'), exact: true }).click();
      await expect(page).toHaveURL(/\/work\/splits\//);
      const split = page.url();
      await expect(part(page, locale, 'KEPT').getByText('Batteries only').first()).toBeVisible();
      await expect(button(page, locale, 'demand.split.approve')).toHaveCount(0);
      // One at a time: while it waits, no other is proposed.
      await page.goto(`${address}?part=splits`);
      await expect(page.locator('a[href^="/work/splits/"]')).toHaveCount(1);
      await expect(button(page, locale, 'demand.splits.propose')).toHaveCount(0);

      await enter(context, owner.email, owner.password);
      await page.goto(split);
      for (const name of ['KEPT', 'SPLIT_OFF']) {
        const approve = { name: say(locale, 'demand.split.approve'), exact: true };
        await part(page, locale, name).getByRole('button', approve).click();
        await dialog.getByRole('button', approve).click();
        await expect(dialog).toHaveCount(0);
      }
      await expect(page.getByText(say(locale, 'enum.DemandSplitState.DECIDED'), { exact: true })).toBeVisible();
      await page.goto(`${address}?part=matches`);
      await expect(interested(page, locale)).toBeVisible();
      await expect(tab(page, 'proposals')).toHaveCount(1);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Batteries only');

      // The advisor goes on with both.
      await enter(context, counsel.email, counsel.password);
      await page.goto(split);
      await page.getByRole('link', { name: say(locale, 'demand.split.created'), exact: true }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('No scaffold');
    });
  });
}
