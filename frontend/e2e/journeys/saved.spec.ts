import { randomUUID } from 'node:crypto';

import { axe, expect, LOCALES, say, speak, test } from '../fixtures';
import { verified } from '../firm';
import { button, enter, field } from '../office';
import { asked } from '../operations';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E08 a search is kept, looked at again, renamed, paused and let go', async ({ page, context, baseURL }) => {
      const firm = await verified(baseURL ?? '', `搜索测试 ${randomUUID().slice(0, 6)}`);
      // Whoever is not signed in is offered nothing that they cannot do.
      await page.goto('/achievements?q=%E7%84%8A%E6%8E%A5&license=NON_EXCLUSIVE');
      await expect(page.getByRole('status').first()).toBeVisible();
      await expect(button(page, locale, 'saved.save')).toHaveCount(0);

      await enter(context, firm.owner.email, firm.owner.password);
      await page.reload();
      await button(page, locale, 'saved.save').click();
      const dialog = page.getByRole('dialog');
      await expect(field(page, locale, 'saved.name')).toHaveValue('焊接');
      // Without a name it is not kept, and what is wrong stands at its place.
      await field(page, locale, 'saved.name').fill('');
      await dialog.getByRole('button', { name: say(locale, 'saved.go'), exact: true }).click();
      await expect(field(page, locale, 'saved.name')).toHaveAttribute('aria-invalid', 'true');
      await field(page, locale, 'saved.name').fill('焊工');
      await dialog.getByRole('button', { name: say(locale, 'saved.go'), exact: true }).click();
      await expect(dialog).toBeHidden();

      await page.goto('/demands?q=%E8%BF%94%E4%BF%AE&industry=C');
      await button(page, locale, 'saved.save').click();
      await dialog.getByRole('button', { name: say(locale, 'saved.go'), exact: true }).click();
      await expect(dialog).toBeHidden();

      await page.goto('/work/saved');
      // The rows of the list, and not those of the navigation beside it.
      const rename = page.getByRole('button', { name: say(locale, 'saved.rename'), exact: true });
      const rows = page.getByRole('listitem').filter({ has: rename });
      await expect(rows).toHaveCount(2);
      expect(await axe(page)).toEqual([]);
      const row = rows.filter({ hasText: say(locale, 'enum.SavedSearchSubject.LISTINGS') });
      await row.getByRole('button', { name: say(locale, 'saved.rename'), exact: true }).click();
      await field(page, locale, 'saved.name').fill('厚板');
      await dialog.getByRole('button', { name: say(locale, 'saved.rename'), exact: true }).click();
      await expect(row.getByRole('link', { name: '厚板' })).toBeVisible();
      await row.getByRole('button', { name: say(locale, 'saved.pause'), exact: true }).click();
      await expect(row.getByText(say(locale, 'saved.paused'), { exact: true })).toBeVisible();
      await row.getByRole('button', { name: say(locale, 'saved.resume'), exact: true }).click();
      await expect(row.getByText(say(locale, 'saved.paused'), { exact: true })).toHaveCount(0);
      // Looked at again, it is the search that was kept.
      await row.getByRole('link', { name: '厚板' }).click();
      await expect(page).toHaveURL(/license=.*NON_EXCLUSIVE/);
      await page.goBack();
      await row.getByRole('button', { name: say(locale, 'saved.delete'), exact: true }).click();
      await dialog.getByRole('button', { name: say(locale, 'saved.delete'), exact: true }).click();
      await expect(row).toHaveCount(0);
    });

    test.describe('an answer that fails', () => {
      test.use({ allowErrors: /status of 503/ });

      test('E08 how often mails tell of it is chosen, however quickly', async ({ page, context, baseURL }) => {
        const firm = await verified(baseURL ?? '', `提醒测试 ${randomUUID().slice(0, 6)}`);
        await enter(context, firm.owner.email, firm.owner.password);
        await page.goto('/work/preferences');
        // Whoever is quicker than the answers: each choice waits for the one before, and takes nothing else along.
        const [frequency, zone] = [
          field(page, locale, 'preferences.alerts.frequency'),
          field(page, locale, 'preferences.alerts.zone'),
        ];
        const sent: unknown[] = [];
        const answers: ((goes: boolean) => void)[] = [];
        await page.route('**/graphql', async (route) => {
          if (asked(route).name !== 'SetAlertMail') return route.continue();
          sent.push(JSON.parse(route.request().postData() ?? '{}').variables.input);
          const goes = await new Promise<boolean>((resolve) => answers.push(resolve));
          return goes ? route.continue() : route.fulfill({ status: 503, body: '' });
        });
        const answer = async (nth: number, goes: boolean) => {
          await expect.poll(() => answers.length).toBe(nth);
          answers[nth - 1]?.(goes);
        };
        await frequency.selectOption('WEEKLY');
        await zone.selectOption('America/New_York');
        await answer(1, true);
        await zone.selectOption('Europe/Berlin');
        await answer(2, true);
        await answer(3, true);
        const region = page.locator('[aria-busy]', { has: zone });
        await expect(region).toHaveAttribute('aria-busy', 'false');
        expect(sent).toEqual([
          { frequency: 'WEEKLY' },
          { timeZone: 'America/New_York' },
          { timeZone: 'Europe/Berlin' },
        ]);
        // One that fails says so, also when the next one is saved, and is not shown as if it were.
        await frequency.selectOption('DAILY');
        await zone.selectOption('UTC');
        await answer(4, false);
        await answer(5, true);
        await expect(region).toHaveAttribute('aria-busy', 'false');
        await expect(page.getByRole('alert')).toContainText(say(locale, 'ui.trouble.unavailable'));
        await expect(frequency).toHaveValue('WEEKLY');
        await expect(zone).toHaveValue('UTC');
        // Who leaves the page and comes back still waits for what was chosen.
        await frequency.selectOption('DAILY');
        await page
          .getByRole('link', { name: say(locale, 'work.nav.saved'), exact: true })
          .first()
          .click();
        await expect(frequency).toHaveCount(0);
        await page.goBack();
        await frequency.selectOption('IMMEDIATE');
        await answer(6, true);
        await answer(7, true);
        await expect(region).toHaveAttribute('aria-busy', 'false');
        await page.unroute('**/graphql');
        await page.reload();
        await expect(frequency).toHaveValue('IMMEDIATE');
        await expect(zone).toHaveValue('UTC');
      });
    });
  });
}
