import { axe, expect, LOCALES, say, settled, speak, test, type Locale } from '../fixtures';
import { verified } from '../firm';
import { draft, published } from '../need';
import { button, enter, field } from '../office';

const FIRM = '上海远帆临港新材料有限公司';

interface Told {
  demand: { industries: string[]; ipc: string[]; site: string | null; preferredRegions: string[]; budget: unknown };
}
const TOLD = `query ($id: ID!) { demand(id: $id) { industries ipc site preferredRegions
  budget { min { minorUnits } max { minorUnits } } } }`;

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('whoever writes a demand looks codes up by name, and says amounts as people do', async ({
      page,
      context,
      baseURL,
    }) => {
      const firm = await verified(String(baseURL), FIRM);
      const need = await draft(firm, 'Blistering tower');
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto(`/work/demands/${need.id}/edit`);
      const picker = (id: string) => page.getByRole('combobox', { name: say(locale, id), exact: true });
      const options = page.getByRole('listbox').getByRole('option');
      const chips = (id: string) => page.getByRole('list', { name: chosen(locale, id) }).getByRole('button');

      // By name, with the keyboard; by code; and one code that was typed as it is.
      const industries = picker('demand.field.industries');
      await industries.fill('集成电路');
      await expect(options.first()).toContainText('C3973');
      expect(await axe(page, { part: '#main' })).toEqual([]);
      await industries.press('ArrowDown');
      await industries.press('ArrowUp');
      await industries.press('Enter');
      await expect(chips('demand.field.industries')).toHaveText([/集成电路制造.*C3973/]);
      await industries.fill('C26');
      await options.filter({ hasText: /^C26\D/ }).click();
      await expect(chips('demand.field.industries')).toHaveCount(2);
      await industries.fill('no such industry');
      await industries.press('Tab');
      await expect(industries).toHaveAttribute('aria-invalid', 'true');
      await industries.fill('');
      await picker('demand.field.ipc').fill('c09d 5/08');
      await picker('demand.field.ipc').press('Tab');
      await expect(chips('demand.field.ipc')).toHaveText([/C09D 5\/08/]);
      // One of them was not meant.
      await chips('demand.field.industries').last().click();
      await button(page, locale, 'demand.next').click();

      const most = field(page, locale, 'demand.budget.most');
      await field(page, locale, 'demand.budget.least').fill('200,000');
      await most.fill('about 1.5 million');
      await button(page, locale, 'demand.next').click();
      await expect(most).toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByText(say(locale, 'demand.wrong.number'), { exact: true })).toBeVisible();
      await most.fill('1.5亿');
      await button(page, locale, 'demand.next').click();
      await expect(page).toHaveURL(/step=visibility/);

      await picker('demand.field.site').fill('上海 杨浦');
      await expect(options.first()).toContainText('310110');
      await options.first().click();
      // There is one place of use: another one takes its place.
      await picker('demand.field.site').fill('310115');
      await picker('demand.field.site').press('Enter');
      await expect(chips('demand.field.site')).toHaveText([/310115/]);
      for (const code of ['310000', '320000']) {
        await picker('demand.field.preferredRegions').fill(code);
        await picker('demand.field.preferredRegions').press('Enter');
      }
      await button(page, locale, 'demand.next').click();
      await expect(page).toHaveURL(/step=preview/);
      // As an office will read it: not whose it is, but from where and how large.
      const by = page.locator('p').filter({ hasText: say(locale, 'demand.owner.hidden') });
      await expect(by).toContainText(say(locale, 'demand.division.31'));
      await expect(page.getByRole('main')).not.toContainText(FIRM);
      expect(await firm.owner.person.ask<Told>(TOLD, { id: need.id })).toEqual({
        demand: {
          industries: ['C3973'],
          ipc: ['C09D 5/08'],
          site: '310115',
          preferredRegions: ['310000', '320000'],
          budget: { min: { minorUnits: '20000000' }, max: { minorUnits: '15000000000' } },
        },
      });
    });

    test('a first step in which nothing was written is not done', async ({ page, context, baseURL }) => {
      const firm = await verified(String(baseURL), FIRM);
      await enter(context, firm.owner.email, firm.owner.password);
      await page.goto('/work/demands/new');
      await button(page, locale, 'demand.next').click();
      await expect(field(page, locale, 'demand.field.title')).toHaveAttribute('aria-invalid', 'true');
      await expect(page).toHaveURL(/\/new$/);
      // With a word it is a demand; what has to be told still is left, and the step says so.
      await field(page, locale, 'demand.field.title').fill('冷却塔起泡');
      await button(page, locale, 'demand.next').click();
      await expect(page).toHaveURL(/step=terms/);
      const steps = page.getByRole('navigation', { name: say(locale, 'demand.form'), exact: true });
      await expect(steps.getByRole('listitem').first()).toContainText(say(locale, 'ui.step.left'));
      await expect(steps).not.toContainText(say(locale, 'ui.step.done'));
    });

    test('the public page of a demand says once that it would be used first and paid later', async ({
      page,
      baseURL,
    }) => {
      const need = await published(String(baseURL), '冷却塔涂层起泡', { wantsUseFirstPayLater: true });
      await page.goto(`/d/${need.id}`);
      await settled(page);
      await expect(page.getByText(say(locale, 'demand.ufpl'))).toHaveCount(1);
      await expect(page.locator('dt').filter({ hasText: say(locale, 'demand.ufpl.row') })).toHaveCount(0);
    });
  });
}

const chosen = (locale: Locale, id: string) => say(locale, 'ui.codes.chosen').replace('{label}', say(locale, id));
