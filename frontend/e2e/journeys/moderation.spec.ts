import { randomUUID } from 'node:crypto';

import { verified } from '../firm';
import { expect, LOCALES, say, settled, signIn, speak, test, violations } from '../fixtures';
import { draft, needOf, take } from '../need';
import { button } from '../office';
import { Person } from '../person';

const FIRM = '上海远帆临港新材料有限公司';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(90_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('an operator decides about many demands at once; one that a colleague sent back meanwhile stays as it is', async ({
      page,
      context,
      baseURL,
    }) => {
      const base = String(baseURL);
      const word = randomUUID().slice(0, 8);
      const firm = await verified(base, FIRM);
      const needs = [];
      for (const number of [1, 2, 3]) {
        const need = await draft(firm, `Blister ${word} ${number}`);
        needs.push(await take(firm.owner.person, 'demandSubmit', need));
      }
      const [one, two, three] = needs;
      const row = (number: number) => page.getByRole('row').filter({ hasText: `${word} ${number}` });
      await signIn(context, 'operator');
      await page.goto(`/work/operation/demands?q=${word}`);
      await settled(page);
      await expect(page.getByRole('row').filter({ hasText: word })).toHaveCount(3);
      for (const number of [1, 2]) await row(number).getByRole('checkbox').check();
      const bar = page.getByRole('region', { name: say(locale, 'ui.bulk') });
      // What needs notes about each is no step for many.
      const steps = bar.getByRole('button');
      await expect(steps.filter({ hasText: say(locale, 'enum.DemandTransition.PUBLISH') })).toHaveCount(1);
      await expect(steps.filter({ hasText: say(locale, 'enum.DemandTransition.RETURN') })).toHaveCount(0);
      expect(await violations(page)).toEqual([]);

      const colleague = await Person.enter(base, 'operator');
      await take(colleague, 'demandReturn', one ?? needs[0]!, { notes: [{ text: 'How thick is the coating?' }] });
      await steps.filter({ hasText: say(locale, 'enum.DemandTransition.PUBLISH') }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button').last().click();
      const items = dialog.getByRole('listitem');
      await expect(items.filter({ hasText: `${word} 1` }).locator('small')).toBeVisible();
      await expect(items.filter({ hasText: `${word} 2` }).locator('small')).toHaveCount(0);
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: say(locale, 'ui.bulk.close'), exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(bar).toBeHidden();
      // What was decided waits no more; the page shows what is left.
      await expect(row(3)).toHaveCount(1);
      await expect(page.getByRole('row').filter({ hasText: word })).toHaveCount(1);
      const states = await Promise.all(
        [one, two, three].map(async (need) => (await needOf(colleague, need?.id ?? '')).state),
      );
      expect(states).toEqual(['DRAFT', 'PUBLISHED', 'SUBMITTED']);

      // A refusal says why, and asks for it.
      await page.getByRole('checkbox', { name: say(locale, 'ui.choose.all') }).check();
      await steps.filter({ hasText: say(locale, 'enum.DemandTransition.REFUSE') }).click();
      await dialog.getByRole('button').last().click();
      await expect(dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
      await dialog.getByRole('textbox').fill('Not a technical problem.');
      await dialog.getByRole('button').last().click();
      await button(page, locale, 'ui.bulk.close').click();
      await expect(page.getByRole('row').filter({ hasText: word })).toHaveCount(0);
      expect((await needOf(colleague, three?.id ?? '')).state).toBe('REFUSED');
    });
  });
}
