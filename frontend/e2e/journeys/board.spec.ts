import type { Locator, Page } from '@playwright/test';

import { accepted, appointed, assigned, begun, caseNow, introduced, ready } from '../advising';
import { expect, LOCALES, say, settled, signIn, speak, test, type Locale } from '../fixtures';
import { enter, fill } from '../office';

const column = (page: Page, name: string): Locator => page.locator(`[data-column=${name}]`);
const handle = (page: Page, locale: Locale, title: string): Locator =>
  page.getByRole('button', { name: fill(locale, 'advising.move', { title }), exact: true });

/** Pulls a card into another column, slowly enough to be seen. */
async function pull(page: Page, card: Locator, to: Locator) {
  const from = await card.boundingBox();
  const target = await to.boundingBox();
  if (!from || !target) throw new Error('nothing to pull');
  await page.mouse.move(from.x + 40, from.y + from.height - 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + from.height - 4, { steps: 3 });
  await page.mouse.move(target.x + target.width / 2, target.y + 150, { steps: 8 });
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));
    test.setTimeout(120_000);

    test('E16 cases are moved with the mouse and from the menu, and only where the server lets them', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Board');
      const free = await ready(base, counsel, 'Free to begin');
      const barred = await accepted(base, counsel, 'Not contacted');
      await assigned(base, counsel, 'Just given');
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising');
      await settled(page);
      const card = (id: string) => page.locator(`[data-case="${id}"]`);
      await expect(column(page, 'ASSIGNED').getByRole('link')).toHaveText(['Just given']);

      // Where nothing leads, it goes back to where it was.
      await pull(page, card(free.id), column(page, 'TRACKING'));
      await expect(column(page, 'IN_SERVICE')).toHaveClass(/possible/);
      await page.mouse.up();
      await expect(column(page, 'ACCEPTED').getByRole('link', { name: 'Free to begin' })).toBeVisible();
      // Where something leads, it goes there at once, and the server has heard of it.
      await pull(page, card(free.id), column(page, 'IN_SERVICE'));
      await page.mouse.up();
      await expect(column(page, 'IN_SERVICE').getByRole('link', { name: 'Free to begin' })).toBeVisible();
      await expect.poll(async () => (await caseNow(counsel.person, free.id)).state).toBe('IN_SERVICE');

      // What stands in the way is said, and stays in the way.
      await pull(page, card(barred.id), column(page, 'IN_SERVICE'));
      await expect(column(page, 'IN_SERVICE')).toHaveClass(/barred/);
      await page.mouse.up();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('listitem').first()).toBeVisible();
      await expect(
        dialog.getByRole('button', { name: say(locale, 'enum.CaseTransition.START'), exact: true }),
      ).toHaveCount(0);
      await page.keyboard.press('Escape');
      expect((await caseNow(counsel.person, barred.id)).state).toBe('ACCEPTED');

      // From the menu: a word is asked for that nobody gives in passing.
      await handle(page, locale, 'Just given').click();
      await dialog.getByRole('radio', { name: say(locale, 'enum.CaseTransition.ACCEPT'), exact: true }).check();
      const go = dialog.getByRole('button', { name: say(locale, 'enum.CaseTransition.ACCEPT'), exact: true });
      await go.click();
      await expect(dialog.getByRole('alert')).toBeVisible();
      await dialog.getByRole('checkbox').check();
      await go.click();
      await expect(dialog).toHaveCount(0);
      await expect(column(page, 'ACCEPTED').getByRole('link', { name: 'Just given' })).toBeVisible();

      // Whoever declines says why.
      const other = await assigned(base, counsel, 'Not for me');
      await page.goto('/work/advising?view=table');
      await handle(page, locale, 'Not for me').click();
      await dialog.getByRole('radio', { name: say(locale, 'enum.CaseTransition.DECLINE'), exact: true }).check();
      const decline = dialog.getByRole('button', { name: say(locale, 'enum.CaseTransition.DECLINE'), exact: true });
      await decline.click();
      const reason = dialog.getByRole('textbox');
      await expect(reason).toHaveAttribute('aria-invalid', 'true');
      await reason.fill('Away until spring.');
      await decline.click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByRole('link', { name: 'Not for me' })).toHaveCount(0);
      expect((await caseNow(other.firm.owner.person, other.id)).state).toBe('OPEN');
    });

    test('EK3 the whole board with the keyboard alone', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      const counsel = await appointed(base, 'Keys');
      const first = await ready(base, counsel, 'Walked');
      const second = await begun(base, counsel, 'Introduced');
      await introduced(base, counsel, second.id, true);
      await enter(context, counsel.email, counsel.password);
      await page.goto('/work/advising');
      await settled(page);
      const grip = handle(page, locale, 'Walked');
      for (let tabs = 0; tabs < 60 && !(await grip.evaluate((one) => one === document.activeElement)); tabs += 1)
        await page.keyboard.press('Tab');
      await expect(grip).toBeFocused();
      const told = page.locator('#main [role=status]').first();

      // Picked up, aimed, and put back.
      await page.keyboard.press('ArrowRight');
      await expect(told).toContainText(say(locale, 'advising.column.IN_SERVICE'));
      await page.keyboard.press('Escape');
      await expect(told).toHaveText(say(locale, 'advising.move.stays'));
      expect((await caseNow(counsel.person, first.id)).state).toBe('ACCEPTED');
      // To the left there is nothing.
      await page.keyboard.press('ArrowLeft');
      await expect(column(page, 'ACCEPTED').getByRole('link', { name: 'Walked' })).toBeVisible();

      await page.keyboard.press('ArrowRight');
      await expect(told).toContainText(say(locale, 'advising.column.IN_SERVICE'));
      await page.keyboard.press('Enter');
      await expect(column(page, 'IN_SERVICE').getByRole('link', { name: 'Walked' })).toBeVisible();
      await expect.poll(async () => (await caseNow(counsel.person, first.id)).state).toBe('IN_SERVICE');
      // The focus went with the card, and walks on from it.
      await expect(handle(page, locale, 'Walked')).toBeFocused();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      const names = column(page, 'IN_SERVICE').locator('[data-handle]');
      await expect(names).toHaveCount(2);
      await handle(page, locale, 'Introduced').focus();
      await page.keyboard.press('ArrowRight');
      await expect(told).toContainText(say(locale, 'advising.column.MATCHED'));
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await caseNow(counsel.person, second.id)).state).toBe('MATCHED');

      // What is barred opens with the reason; Escape gives the focus back.
      await handle(page, locale, 'Introduced').focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('listitem').first()).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(handle(page, locale, 'Introduced')).toBeFocused();
    });

    test('a board says what is stuck, and its filters are in the address', async ({ page, context }) => {
      await signIn(context, 'advisor.hayes');
      await page.goto('/work/advising');
      await settled(page);
      const stuck = page.getByText(new RegExp(say(locale, 'advising.mark.stuck').replace('{date}', '.+')));
      await expect(stuck.first()).toBeVisible();
      // What lies beyond the edge is told, and one gets there.
      await page.setViewportSize({ width: 900, height: 900 });
      const there = page.getByRole('button', { name: say(locale, 'advising.board.more.go'), exact: true });
      await there.click();
      await expect(column(page, 'CLOSED')).toBeInViewport({ ratio: 0.99 });
      await expect(there).toHaveCount(0);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.getByLabel(say(locale, 'advising.filter.stuck'), { exact: true }).check();
      await expect(page).toHaveURL(/stuck=1/);
      await settled(page);
      const cards = await page.locator('[data-case]').count();
      expect(cards).toBeGreaterThan(0);
      await page.getByRole('link', { name: say(locale, 'advising.board.table'), exact: true }).click();
      await expect(page).toHaveURL(/view=table/);
      await settled(page);
      await page.getByRole('button', { name: say(locale, 'advising.filter.clear'), exact: true }).click();
      await expect(page).not.toHaveURL(/stuck/);
      await page.getByRole('link', { name: say(locale, 'advising.board.closed'), exact: true }).click();
      await expect(page.getByText(say(locale, 'enum.CaseState.CLOSED_NO_FIT'), { exact: true }).first()).toBeVisible();
      // Nobody but advisors and staff has a board.
      await signIn(context, 'officer.fudan');
      await page.goto('/work/advising');
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });
  });
}
