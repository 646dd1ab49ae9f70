import { randomUUID } from 'node:crypto';

import { verified } from '../firm';
import { expect, LOCALES, settled, speak, test, violations } from '../fixtures';
import { enter } from '../office';

/** More than is done in the time that a page takes, and as many as a file may have. */
const ROWS = 4000;

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.setTimeout(180_000);
    test.beforeEach(({ context }) => speak(context, locale));

    test('an import of demands that runs stands on the workbench of the enterprise, and nothing of it afterwards', async ({
      page,
      context,
      baseURL,
    }) => {
      const { id: organizationId, owner } = await verified(String(baseURL), '上海远帆临港新材料有限公司');
      const { person } = owner;
      /** Starts an import of rows that no other one has; how it stands. */
      const begin = async (nth: number) => {
        const rows = Array.from({ length: ROWS }, (_, place) => `R-${nth}-${place},去污 ${place},池底积垢,310110`);
        const file = ['需求编号,需求名称,需求描述,应用地点', ...rows].join('\n');
        const uploadId = await person.upload(organizationId, '需求.csv', file);
        const input = { kind: 'DEMAND', organizationId, uploadId, policy: 'REJECT_FAILED_ROWS' };
        const { importStart } = await person.ask<{ importStart: { importRun: { id: string } } }>(
          'mutation ($input: ImportStartInput!) { importStart(input: $input) { importRun { id } } }',
          { input: { ...input, idempotencyKey: randomUUID() } },
        );
        const { id } = importStart.importRun;
        const state = async () =>
          (
            await person.ask<{ importRun: { state: string } }>('query ($id: ID!) { importRun(id: $id) { state } }', {
              id,
            })
          ).importRun.state;
        return { id, state };
      };
      await enter(context, owner.email, owner.password);
      await page.goto('/work');
      await settled(page);
      const line = page.getByRole('listitem').filter({ has: page.locator('a[href^="/work/imports/"]') });
      await expect(line).toHaveCount(0);

      const link = line.getByRole('link', { name: '需求.csv', exact: true });
      // A page that is slow to come may miss one: then the next is waited for.
      let caught: Awaited<ReturnType<typeof begin>> | undefined;
      for (let nth = 0; nth < 3 && !caught; nth += 1) {
        const run = await begin(nth);
        await expect.poll(run.state, { intervals: [50], timeout: 20_000 }).toBe('RUNNING');
        await page.reload();
        if (
          await link.click({ timeout: 10_000 }).then(
            () => true,
            () => false,
          )
        )
          caught = run;
        else await expect.poll(run.state, { intervals: [500], timeout: 60_000 }).toBe('SUCCEEDED');
      }
      if (!caught) throw new Error('no import that runs stood on the workbench');
      const { id, state } = caught;
      await expect(page).toHaveURL(new RegExp(`/work/imports/${id}`));
      await expect(page.getByRole('heading', { name: '需求.csv' })).toBeVisible();
      expect(await violations(page)).toEqual([]);

      await expect.poll(state, { intervals: [500], timeout: 120_000 }).toBe('SUCCEEDED');
      await page.goto('/work');
      await settled(page);
      await expect(line).toHaveCount(0);
    });
  });
}
