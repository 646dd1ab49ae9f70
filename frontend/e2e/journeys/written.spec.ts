import { expect, LOCALES, say, speak, test, type Locale } from '../fixtures';
import { verified } from '../firm';
import { draft } from '../need';
import { button, enter } from '../office';

const FIRM = '上海远帆临港新材料有限公司';
const named = (locale: Locale, id: string) => ({ name: say(locale, id), exact: true });

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('what was written into a dialog is not lost by a click beside it, nor by a key', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await verified(String(baseURL), FIRM);
      const need = await draft(firm, 'Blistering tower');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/demands/${need.id}`);
      const dialog = page.getByRole('dialog');
      const note = dialog.getByLabel(say(locale, 'advising.help.note'), { exact: true });
      const ask = button(page, locale, 'advising.help.ask');

      // Nothing is lost where nothing was written.
      await ask.click();
      await expect(note).toBeVisible();
      await page.waitForTimeout(600);
      await page.mouse.click(5, 5);
      await expect(dialog).toHaveCount(0);

      await ask.click();
      await note.fill('Please call in the morning.');
      await page.waitForTimeout(600);
      await page.mouse.click(5, 5);
      await dialog.getByRole('button', named(locale, 'ui.dialog.keep')).click();
      await expect(note).toBeFocused();
      await expect(note).toHaveValue('Please call in the morning.');
      await expect(dialog.getByRole('alert')).toHaveCount(0);
      // Marking words, the mouse may leave the dialog.
      await note.hover();
      await page.mouse.down();
      await page.mouse.move(5, 5);
      await page.mouse.up();
      await expect(dialog.getByRole('alert')).toHaveCount(0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await expect(note).toHaveValue('Please call in the morning.');
      await dialog.getByRole('button', named(locale, 'ui.dialog.drop')).click();
      await expect(dialog).toHaveCount(0);
      // Opened again it is empty, and asks about nothing.
      await ask.click();
      await expect(note).toHaveValue('');
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    });

    test('whoever signed out in another tab reads so, and writes on after signing in', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await verified(String(baseURL), FIRM);
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/demands/new');
      const title = page.getByLabel(say(locale, 'demand.field.title'), { exact: true });
      await title.fill('Half a sentence');
      const other = await context.newPage();
      await other.goto('/account');
      await other.getByRole('button', { name: new RegExp(firm.owner.name) }).click();
      await other.getByRole('button', named(locale, 'account.signOut')).click();
      await expect(page.getByText(say(locale, 'demand.new.kept'), { exact: true })).toBeVisible();
      const back = page.getByRole('main').getByRole('link', named(locale, 'account.signIn'));
      await expect(back).toHaveAttribute('href', /^\/login\?to=/);
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/demands/new');
      await expect(title).toHaveValue('Half a sentence');
    });

    test('two quick clicks open the question whether to hand in once, and it can be given up', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await verified(String(baseURL), FIRM);
      const need = await draft(firm, 'Blistering tower');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/demands/${need.id}/edit?step=preview`);
      const submit = button(page, locale, 'enum.DemandTransition.SUBMIT');
      await submit.dblclick();
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await page.waitForTimeout(600);
      await expect(dialog).toBeVisible();
      await dialog.getByRole('button', named(locale, 'ui.cancel')).click();
      await expect(dialog).toHaveCount(0);
      await expect(submit).toBeVisible();
    });

    test('whoever is refused is led to what is wrong, as often as it is refused', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await verified(String(baseURL), FIRM);
      const need = await draft(firm, 'Blistering tower');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/demands/${need.id}/edit?step=terms`);
      // A new test is written from its name on.
      await button(page, locale, 'demand.test.add').click();
      const name = page.getByLabel(say(locale, 'demand.test.name'), { exact: true });
      await expect(name).toBeFocused();
      await name.fill('Adhesion');
      await button(page, locale, 'demand.test.add').click();
      await expect(name.nth(1)).toBeFocused();

      const least = page.getByLabel(say(locale, 'demand.budget.least'), { exact: true });
      const invest = page.getByLabel(say(locale, 'demand.field.plannedInvestment'), { exact: true });
      await page.goto(`/work/demands/${need.id}/edit?step=terms`);
      await least.fill('a lot');
      const next = button(page, locale, 'demand.next');
      await next.click();
      await expect(least).toBeFocused();
      await expect(least).toBeInViewport();
      await next.click();
      await expect(least).toBeFocused();
      // While it is put right nobody is sent on to the next one.
      await invest.fill('more');
      await next.click();
      await expect(least).toBeFocused();
      await least.fill('5');
      await expect(least).toBeFocused();
      await next.click();
      await expect(invest).toBeFocused();
    });
  });
}
