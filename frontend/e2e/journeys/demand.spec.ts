import { axe, expect, LOCALES, say, signIn, speak, test, type Locale } from '../fixtures';
import { Person } from '../person';

/** Who writes in each language: what one journey did is there for the next. */
const FIRMS = { 'zh-CN': 'owner.baicaoting', en: 'owner.lvfengting' } as const;
const WORDS = {
  'zh-CN': { title: '涂层三个月就脱落', problem: '冷却塔内壁涂层三个月起泡脱落。', target: '至少两年不脱落。' },
  en: { title: 'Coating comes off in three months', problem: 'It blisters in the tower.', target: 'Two years.' },
} as const;

const named = (locale: Locale, id: string) => ({ name: say(locale, id), exact: true });

/** The newest demand of somebody's enterprise. */
async function newest(baseURL: string, who: string): Promise<{ id: string; version: number; state: string }> {
  const owner = await Person.enter(baseURL, who);
  const query =
    'query ($id: ID!) { demands(first: 1, filter: { organizationId: $id }) { nodes { id version state } } }';
  const { demands } = await owner.ask<{ demands: { nodes: { id: string; version: number; state: string }[] } }>(query, {
    id: await owner.organization(),
  });
  if (!demands.nodes[0]) throw new Error('no demand');
  return demands.nodes[0];
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('an enterprise writes what it needs, anonymously; an office answers and does not learn who it is', async ({
      page,
      context,
      baseURL,
    }) => {
      const words = WORDS[locale];
      await signIn(context, FIRMS[locale]);
      await page.goto('/work/demands/new');
      await page.getByLabel(say(locale, 'demand.field.title'), { exact: true }).fill(words.title);
      await page.getByLabel(say(locale, 'demand.field.problem'), { exact: true }).fill(words.problem);
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await expect(page).toHaveURL(/\/work\/demands\/.+\/edit\?step=terms/);

      // What forms of the authorities ask is folded away; a year that is none is told where it stands.
      await page.getByText(say(locale, 'demand.official'), { exact: true }).click();
      const field = (name: string) => page.getByLabel(say(locale, `demand.field.${name}`), { exact: true });
      await field('startYear').fill('soon');
      const fields = page.getByRole('group', named(locale, 'demand.field.technologyFields'));
      await expect(fields).toBeVisible();
      await field('activityType').selectOption('BASIC_RESEARCH');
      await expect(fields).toHaveCount(0);
      await page.getByRole('combobox', named(locale, 'demand.field.discipline')).fill('460');
      await field('supervisingUnit').fill('区科委');
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await expect(page.getByText(say(locale, 'demand.wrong.year'), { exact: true })).toBeVisible();
      await field('startYear').fill('2027');

      // Without a target it is not handed in, and the page says where that is written.
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await expect(page).toHaveURL(/step=visibility/);
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await expect(page).toHaveURL(/step=preview/);
      await expect(page.getByRole('button', named(locale, 'enum.DemandTransition.SUBMIT'))).toBeDisabled();
      await expect(page.getByText(say(locale, 'demand.complete.required'), { exact: true })).toBeVisible();

      await page.goto(page.url().replace('?step=preview', ''));
      await page.getByLabel(say(locale, 'demand.field.expectedTarget'), { exact: true }).fill(words.target);
      // What was typed is there after the page was left.
      await page.waitForTimeout(1000);
      await page.reload();
      await expect(page.getByLabel(say(locale, 'demand.field.expectedTarget'), { exact: true })).toHaveValue(
        words.target,
      );
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await page.getByRole('button', named(locale, 'demand.next')).click();
      await page.getByRole('button', named(locale, 'enum.DemandTransition.SUBMIT')).click();
      await page.getByRole('dialog').getByRole('button', named(locale, 'enum.DemandTransition.SUBMIT')).click();
      await expect(page.getByText(say(locale, 'enum.DemandState.SUBMITTED'), { exact: true }).first()).toBeVisible();

      const demand = await newest(String(baseURL), FIRMS[locale]);
      await signIn(context, 'operator');
      await page.goto(`/work/demands/${demand.id}`);
      await page.getByRole('button', named(locale, 'enum.DemandTransition.PUBLISH')).click();
      await page.getByRole('dialog').getByRole('button', named(locale, 'enum.DemandTransition.PUBLISH')).click();
      await expect(page.getByText(say(locale, 'enum.DemandState.PUBLISHED'), { exact: true }).first()).toBeVisible();

      await signIn(context, 'officer.fudan');
      await page.goto(`/d/${demand.id}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(words.title);
      await expect(page.getByText(locale === 'en' ? 'Mechanical engineering 460' : '机械工程 460')).toBeVisible();
      await expect(page.getByText('区科委')).toHaveCount(0);
      await expect(page.getByText(say(locale, 'demand.owner.hidden'), { exact: true })).toBeVisible();
      await page.getByRole('link', named(locale, 'demand.propose')).click();
      const send = page.getByRole('button', named(locale, 'demand.propose.go'));
      await send.click();
      await expect(page.getByText(say(locale, 'ui.required'), { exact: true }).first()).toBeVisible();
      await page.getByLabel(say(locale, 'demand.proposal.title'), { exact: true }).fill('Sol-gel');
      await page.getByLabel(say(locale, 'demand.proposal.approach'), { exact: true }).fill('A layer that lasts.');
      await send.click();
      await expect(page).toHaveURL(/\/work\/proposals\//);
      await expect(page.getByText(say(locale, 'demand.owner.hidden'), { exact: true })).toBeVisible();
    });

    test('a visitor finds demands by words, and the address says what was asked', async ({ page }) => {
      await page.goto('/demands');
      const rows = page.locator('main article');
      await expect(rows.first()).toBeVisible();
      const all = await rows.count();
      await page.getByRole('searchbox').fill('ADC');
      await page.getByRole('button', named(locale, 'demand.list.find.go')).click();
      await expect(page).toHaveURL(/q=ADC/);
      await expect(rows).toHaveCount(1);
      const title = await rows.getByRole('link').first().textContent();
      await rows.getByRole('link').first().click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(String(title));
      await page.goBack();
      await expect(rows).toHaveCount(1);
      // Nothing found is said, and leads back to everything.
      await page.getByRole('searchbox').fill('zzzz');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', named(locale, 'demand.none.found'))).toBeVisible();
      await page.getByRole('button', named(locale, 'demand.filter.clear')).first().click();
      await expect(rows).toHaveCount(all);
    });

    test('a filter that nobody knows hides nothing, and is told', async ({ page }) => {
      const rows = page.locator('main article');
      const notice = page.getByRole('main').getByRole('note');
      await page.goto('/demands');
      await expect(rows.first()).toBeVisible();
      const all = await rows.count();
      await expect(notice).toHaveCount(0);
      // What is not understood here, and what the server does not know, together.
      await page.goto('/demands?trl=twelve&codes=C9999&codes=zz&org=abc');
      await expect(rows).toHaveCount(all);
      for (const value of ['twelve', 'C9999', 'zz', 'abc']) await expect(notice).toContainText(`“${value}”`);
      expect(await axe(page, { part: '#main' })).toEqual([]);
      // What is known still narrows the list down; with the next choice the address is rid of the rest.
      await page.goto('/demands?q=ADC&codes=C9999');
      await expect(rows).toHaveCount(1);
      await expect(notice).toContainText('“C9999”');
      await page.getByRole('searchbox').fill('');
      await page.getByRole('button', named(locale, 'demand.list.find.go')).click();
      await expect(page).toHaveURL(/\/demands$/);
      await expect(notice).toHaveCount(0);
      await expect(rows).toHaveCount(all);
    });
  });
}
