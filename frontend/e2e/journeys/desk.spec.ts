import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { expect, LOCALES, say, settled, speak, test, violations } from '../fixtures';
import { register, verified } from '../firm';
import { button, enter, field } from '../office';
import { asked } from '../operations';

/**
 * A delivery that was given up. That takes hours of failures, and no page or question makes one: it is written where the
 * server keeps them.
 */
function giveUp(): void {
  const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=10)
db.execute("UPDATE outbox_delivery SET state = 'DEAD', attempts = 12, last_error = 'E18: the mail server is away' WHERE seq = (SELECT max(seq) FROM outbox_delivery WHERE state = 'DONE' AND follower = 'MAIL')")
db.commit()
`;
  execFileSync('python3', ['-c', script, path.join(process.env.E2E_DATA ?? '', 'lianqiao.db')]);
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E18 an organization is rejected with a reason that its owner reads, and asks anew', async ({
      page,
      context,
      browser,
      baseURL,
    }) => {
      const firm = await register(baseURL ?? '', `待核测试 ${randomUUID().slice(0, 6)}`);
      await enter(context, 'operator');
      await page.goto(`/work/operation/organizations/${firm.id}`);
      await button(page, locale, 'operation.verdict.reject').click();
      const dialog = page.getByRole('dialog');
      const go = dialog.getByRole('button', { name: say(locale, 'operation.verdict.reject'), exact: true });
      await go.click();
      await expect(field(page, locale, 'ui.confirm.reason')).toHaveAttribute('aria-invalid', 'true');
      await field(page, locale, 'ui.confirm.reason').fill('信用代码与名称不符');
      await go.click();
      await expect(dialog).toBeHidden();
      await expect(button(page, locale, 'operation.verdict.reject')).toHaveCount(0);

      const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(theirs, locale);
      await enter(theirs, firm.owner.email, firm.owner.password);
      const owner = await theirs.newPage();
      await owner.goto(`/work/organizations/${firm.id}`);
      await expect(owner.getByText('信用代码与名称不符')).toBeVisible();
      await field(owner, locale, 'settings.nameZh').fill(`${firm.name} 更正`);
      await button(owner, locale, 'settings.save').click();
      await expect(owner.getByText(say(locale, 'settings.standing.pending'), { exact: true })).toBeVisible();
      await theirs.close();
    });

    test('E18 a size is corrected, binds its owner, and is released', async ({ page, context, browser, baseURL }) => {
      const firm = await verified(baseURL ?? '', `规模测试 ${randomUUID().slice(0, 6)}`);
      await enter(context, 'operator');
      await page.goto(`/work/organizations/${firm.id}/size`);
      await field(page, locale, 'settings.size.industry').selectOption('INDUSTRY');
      await field(page, locale, 'settings.size.staff').fill('2500');
      await field(page, locale, 'settings.size.revenue').fill('900,000,000');
      await field(page, locale, 'settings.size.year').fill('2025');
      await field(page, locale, 'settings.size.evidence').fill('Annual report');
      await button(page, locale, 'settings.size.go').click();
      // An operator says why.
      await expect(field(page, locale, 'settings.size.reason')).toHaveAttribute('aria-invalid', 'true');
      await field(page, locale, 'settings.size.reason').fill('年报数据不同');
      await button(page, locale, 'settings.size.go').click();
      await expect(page.getByText(say(locale, 'settings.size.correction')).first()).toBeVisible();

      const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
      await speak(theirs, locale);
      await enter(theirs, firm.owner.email, firm.owner.password);
      const owner = await theirs.newPage();
      await owner.goto(`/work/organizations/${firm.id}/size`);
      await expect(owner.getByText('年报数据不同').first()).toBeVisible();
      await expect(button(owner, locale, 'settings.size.go')).toHaveCount(0);

      await page.goto(`/work/operation/organizations/${firm.id}`);
      const release = button(page, locale, 'operation.size.release');
      await release.click();
      const dialog = page.getByRole('dialog');
      const go = dialog.getByRole('button', { name: say(locale, 'operation.size.release'), exact: true });
      await go.click();
      await expect(field(page, locale, 'ui.confirm.reason')).toHaveAttribute('aria-invalid', 'true');
      await field(page, locale, 'ui.confirm.reason').fill('新年报已到');
      await go.click();
      await expect(dialog).toBeHidden();
      await expect(release).toHaveCount(0);
      await owner.reload();
      await expect(button(owner, locale, 'settings.size.go')).toBeVisible();
      await theirs.close();

      // The size rests on a version of a rule, which has a page.
      await page.getByRole('link', { name: say(locale, 'operation.size.rule.read') }).click();
      await expect(page).toHaveURL(/\/work\/operation\/rules\/.+/);
      await settled(page);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('enterprise_size.thresholds').first()).toBeVisible();
      await page.goto('/work/operation/rules/nonsense');
      await expect(page.getByRole('heading', { name: say(locale, 'ui.notFound') })).toBeVisible();
    });

    test('E18 what was given up is tried again; the search index is built anew', async ({ page, context }) => {
      giveUp();
      await enter(context, 'operator');
      await page.goto('/work/operation/jobs');
      const letter = page.getByRole('listitem').filter({ hasText: 'E18: the mail server is away' }).first();
      await expect(letter).toBeVisible();
      expect(await violations(page)).toEqual([]);
      const other = await context.newPage();
      // Pages look again when their line was away. This one stays old.
      let looks = 0;
      await other.route('**/graphql', (route) => {
        const isOld = asked(route).name === 'OperationJobs' && (looks += 1) > 1;
        return isOld ? undefined : route.continue();
      });
      await other.goto('/work/operation/jobs');
      const same = other.getByRole('listitem').filter({ hasText: 'E18: the mail server is away' }).first();
      await same.waitFor();
      const before = await page.getByRole('listitem').filter({ hasText: 'E18: the mail server is away' }).count();
      await letter.getByRole('button', { name: say(locale, 'operation.jobs.retry') }).click();
      await expect(page.getByRole('listitem').filter({ hasText: 'E18: the mail server is away' })).toHaveCount(
        before - 1,
      );
      // A colleague whose page is old is told.
      await same.getByRole('button', { name: say(locale, 'operation.jobs.retry') }).click();
      await expect(same.getByRole('alert')).toBeVisible();
      await other.close();

      await button(page, locale, 'operation.rebuild').click();
      const dialog = page.getByRole('dialog');
      const go = dialog.getByRole('button', { name: say(locale, 'operation.rebuild'), exact: true });
      await dialog.getByRole('textbox').fill('no');
      await go.click();
      await expect(dialog.locator('[aria-invalid=true]')).toBeVisible();
      await dialog.getByRole('textbox').fill(say(locale, 'operation.rebuild.word'));
      await go.click();
      await expect(dialog).toBeHidden();
      await page.goto('/achievements?q=水');
      await expect(page.getByRole('article').first()).toBeVisible();
    });
  });
}
