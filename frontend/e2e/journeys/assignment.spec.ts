import { appointed, asked, caseNow, stepping } from '../advising';
import { expect, LOCALES, say, signIn, speak, test } from '../fixtures';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));
    test.setTimeout(120_000);

    test('an operator takes what is proposed, all at once', async ({ page, context, baseURL }) => {
      const base = String(baseURL);
      await appointed(base, 'Free desk');
      const [one, two] = [await asked(base, 'First of two'), await asked(base, 'Second of two')];
      await signIn(context, 'operator');
      await page.goto('/work/operation/assignment');
      const all = page.getByRole('button', {
        name: new RegExp(say(locale, 'advising.assign.all').replace('{count, number}', '\\d+')),
      });
      await all.click();
      await expect.poll(async () => (await caseNow(one.firm.owner.person, one.id)).state).toBe('ASSIGNED');
      await expect.poll(async () => (await caseNow(two.firm.owner.person, two.id)).state).toBe('ASSIGNED');
      await stepping(one.firm.owner.person, 'caseWithdraw', one.id, { reason: 'Done.' });
      await stepping(two.firm.owner.person, 'caseWithdraw', two.id, { reason: 'Done.' });
    });
  });
}
