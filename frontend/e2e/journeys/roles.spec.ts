import { expect, LOCALES, say, speak, test } from '../fixtures';
import { button, enter } from '../office';

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(90_000);

    test('E24 every role opens every page: what is not theirs is not there', async ({ browser, baseURL }) => {
      const pages = [
        '',
        '/organizations',
        '/users',
        '/moderation',
        '/assignment',
        '/advisors',
        '/outcomes',
        '/rules',
        '/jobs',
        '/audit',
      ];
      const staff: Record<string, 'decides' | 'reads' | 'outside'> = {
        operator: 'decides',
        observer: 'reads',
        'officer.fudan': 'outside',
        'advisor.lin': 'outside',
        'member.yuxin': 'outside',
      };
      for (const [name, standing] of Object.entries(staff)) {
        const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
        await speak(theirs, locale);
        await enter(theirs, name);
        const page = await theirs.newPage();
        for (const path of pages) {
          await page.goto(`/work/operation${path}`);
          await page
            .getByRole('heading', { level: standing === 'outside' ? 2 : 1 })
            .first()
            .waitFor();
          const missing = page.getByRole('heading', { name: say(locale, 'ui.notFound') });
          await expect(missing).toHaveCount(standing === 'outside' ? 1 : 0);
        }
        if (standing !== 'outside') {
          await page.goto('/work/operation/moderation');
          await page.getByRole('row').nth(1).waitFor();
          const hide = page.getByRole('button', { name: say(locale, 'operation.moderation.suspend') });
          expect(await hide.count()).toBe(standing === 'decides' ? 30 : 0);
          await page.goto('/work/operation/jobs');
          await page.getByRole('heading', { level: 2 }).first().waitFor();
          await expect(button(page, locale, 'operation.rebuild')).toHaveCount(standing === 'decides' ? 1 : 0);
        }
        await theirs.close();
      }
    });
  });
}
