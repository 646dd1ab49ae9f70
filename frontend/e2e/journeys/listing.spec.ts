import type { Browser, Page } from '@playwright/test';

import { expect, LOCALES, say, searchBox, settled, speak, test, violations, type Locale } from '../fixtures';

const PASSWORD = 'lianqiao-demo-2026';
const OFFICER = 'officer.fudan@demo.lianqiao.example';
const HEAD = 'head.fudan@demo.lianqiao.example';

test.describe.configure({ timeout: 90_000 });

async function signIn(page: Page, locale: Locale, email: string, to: string): Promise<void> {
  await page.goto(`/login?to=${encodeURIComponent(to)}`);
  await page.getByLabel(say(locale, 'account.email'), { exact: true }).fill(email);
  await page.getByLabel(say(locale, 'account.password'), { exact: true }).fill(PASSWORD);
  await page
    .getByRole('main')
    .getByRole('button', { name: say(locale, 'account.signIn'), exact: true })
    .click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

async function another(browser: Browser, baseURL: string | undefined, locale: Locale): Promise<Page> {
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  await speak(context, locale);
  return context.newPage();
}

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);

for (const locale of LOCALES) {
  const word = (id: string) => say(locale, id);
  const step = (page: Page, name: string) =>
    page
      .getByRole('group', { name: word('listing.steps') })
      .getByRole('button', { name: word(`enum.ListingTransition.${name}`), exact: true });
  const confirm = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name: word(`enum.ListingTransition.${name}`), exact: true });
  const save = (page: Page, id = 'listing.save') => page.getByRole('button', { name: word(id), exact: true });

  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('E05 written, refused where it is wrong, handed in, returned, put right, published, found', async ({
      page,
      browser,
      baseURL,
    }) => {
      const title = `仿生减阻涂层 ${locale} ${Date.now()}`;
      await signIn(page, locale, OFFICER, '/work/listings');
      await page.getByRole('link', { name: word('listing.new') }).click();

      // Too long, then full-width and with a picture in it: the server says what it thinks, and nothing is lost.
      await field(page, 'title.zh').fill('长'.repeat(10_000));
      await save(page, 'listing.create').click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(field(page, 'title.zh')).toHaveAttribute('aria-invalid', 'true');
      await expect(field(page, 'title.zh')).toBeFocused();
      await field(page, 'title.zh').fill(`${title} ＡＢＣ🌱`);
      // A double click makes one.
      await save(page, 'listing.create').dblclick();
      await expect(page).toHaveURL(/\/work\/listings\/(?!new)[\w-]+$/);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('ＡＢＣ🌱');
      await expect(step(page, 'SUBMIT')).toBeDisabled();

      await field(page, 'problem.zh').fill('船体阻力大，油耗高。');
      await field(page, 'benefit.zh').fill('阻力降低 12%。');
      await field(page, 'knowHow').fill('烧结温度曲线，只给签了协议的人看。');
      // Codes are looked up by name, or pasted as they are.
      await field(page, 'industries').fill('集成电路制造');
      await page.getByRole('option').filter({ hasText: 'C3973' }).click();
      await field(page, 'ipc').fill('c09d 5/08, H01L');
      await field(page, 'ipc').press('Tab');
      await page.getByRole('button', { name: word('listing.add.right') }).click();
      await field(page, 'ipRights.0.number').fill('202310123456.7');
      await save(page).click();
      await expect(field(page, 'ipRights.0.number')).toHaveAttribute('aria-invalid', 'true');
      await expect(field(page, 'problem.zh')).toHaveValue('船体阻力大，油耗高。');
      await page.locator('[data-field="ipRights"]').getByRole('button').first().click();
      await save(page).click();
      await expect(step(page, 'SUBMIT')).toBeEnabled();
      await page.reload();
      for (const code of ['C3973', 'C09D 5/08', 'H01L'])
        await expect(page.getByRole('button').filter({ hasText: code })).toBeVisible();
      await step(page, 'SUBMIT').click();
      await confirm(page, 'SUBMIT').click();
      await expect(page.getByText(word('listing.readOnly'))).toBeVisible();
      const address = new URL(page.url()).pathname;
      const id = address.split('/').pop() ?? '';

      // What others will read of it, by the server's own word: the know-how is named to strangers, and shown to a party.
      await page.goto(`${address}?tab=preview`);
      await expect(page.getByText(word('enum.ListingSection.KNOW_HOW'))).toBeVisible();
      await expect(page.getByText('烧结温度曲线')).toHaveCount(0);
      await page.getByRole('link', { name: word('enum.DisclosureLayer.NDA'), exact: true }).click();
      await expect(page).toHaveURL(/layer=NDA/);
      for (const [tabs, open] of [
        ['listing.tabs', 'listing.page.preview'],
        ['listing.preview.as', 'enum.DisclosureLayer.NDA'],
      ] as const) {
        const marked = page.getByRole('navigation', { name: word(tabs) }).locator('[aria-current=page]');
        await expect(marked).toHaveText([word(open)]);
      }
      await expect(page.getByText('烧结温度曲线')).toBeVisible();

      const head = await another(browser, baseURL, locale);
      await signIn(head, locale, HEAD, `/work/review?at=${id}`);
      await expect(head.getByRole('article').getByRole('heading', { level: 2 }).first()).toContainText(title);
      await step(head, 'RETURN').click();
      await head.getByRole('dialog').getByLabel(word('listing.notes.field')).selectOption('benefit');
      await confirm(head, 'RETURN').click();
      await expect(head.getByRole('dialog').locator('[aria-invalid=true]')).toBeVisible();
      await head.getByRole('dialog').getByLabel(word('listing.notes.text')).fill('请写明测试条件');
      await confirm(head, 'RETURN').click();
      await expect(head.getByRole('dialog')).toBeHidden();

      await page.goto(address);
      await expect(page.getByText('请写明测试条件').first()).toBeVisible();
      await field(page, 'benefit.zh').fill('拖曳水池测试，阻力降低 12%。');
      await save(page).click();
      await expect(step(page, 'SUBMIT')).toBeEnabled();
      await page.goto(`${address}?tab=changes`);
      await expect(page.locator('ins').filter({ hasText: '拖曳水池' })).toBeVisible();
      await step(page, 'SUBMIT').click();
      await confirm(page, 'SUBMIT').click();
      await page.goto(`${address}?tab=history`);
      await expect(page.getByText('请写明测试条件')).toBeVisible();

      await head.goto(`/work/review?at=${id}`);
      await expect(head.locator('ins').filter({ hasText: '拖曳水池' })).toBeVisible();
      await step(head, 'PUBLISH').click();
      await confirm(head, 'PUBLISH').click();
      await expect(head.getByRole('dialog')).toBeHidden();
      await head.context().close();

      const visitor = await another(browser, baseURL, locale);
      await expect(async () => {
        await visitor.goto(`/achievements?q=${encodeURIComponent(title)}`);
        await settled(visitor);
        await expect(visitor.getByRole('article').first()).toContainText('仿生减阻涂层', { timeout: 500 });
      }).toPass({ timeout: 5_000 });
      await visitor.goto(`/a/${id}`);
      await expect(visitor.getByRole('heading', { level: 1 })).toContainText(title);
      await expect(visitor.getByText('烧结温度曲线')).toHaveCount(0);
      await visitor.context().close();
    });

    test('E05 two tabs: what was typed stays, what the other saved is taken in', async ({ page, context }) => {
      await signIn(page, locale, OFFICER, '/work/listings/new');
      await field(page, 'title.zh').fill(`两处修改 ${locale}`);
      await save(page, 'listing.create').click();
      await expect(page).toHaveURL(/\/work\/listings\/(?!new)[\w-]+$/);
      const second = await context.newPage();
      await second.goto(page.url());
      await field(second, 'department').fill('化学系');
      await field(second, 'keywords').fill('涂层');
      await save(second).click();
      await expect(step(second, 'WITHDRAW')).toBeEnabled();
      await field(page, 'keywords').fill('防腐');
      await save(page).click();
      const banner = page.getByRole('alert', { name: word('listing.stale') });
      await expect(banner).toContainText('涂层');
      await expect(field(page, 'keywords')).toHaveValue('防腐');
      await expect(field(page, 'department')).toHaveValue('化学系');
      await save(page).click();
      await expect(banner).toBeHidden();
      await second.close();

      // Leaving asks, and what was typed is there after a reload.
      await field(page, 'department').fill('材料系');
      await page.getByRole('link', { name: word('work.nav.review'), exact: true }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: word('listing.leave.go') })
        .click();
      // The address comes before the page.
      await expect(page.getByRole('heading', { level: 1, name: word('work.nav.review') })).toBeVisible();
      await page.goBack();
      await expect(field(page, 'department')).toHaveValue('材料系');
    });

    test.describe('a file that is refused', () => {
      test.use({ allowErrors: /status of 400/ });

      test('E05 files: taken if they are what they say, refused if not', async ({ page }) => {
        await signIn(page, locale, OFFICER, '/work/listings/new');
        await page.getByLabel(word('listing.file.choose')).setInputFiles({
          name: 'report.pdf',
          mimeType: 'application/pdf',
          buffer: Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03, 0x00, 0x00, 0x00]),
        });
        await expect(page.getByRole('alert')).toBeVisible();
        await page.getByLabel(word('listing.file.choose')).setInputFiles({
          name: 'note.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('测试报告'),
        });
        await expect(field(page, 'attachments.0.title.zh')).toHaveValue('note');
      });
    });

    test('the table narrows down, keeps its address, and is accessible', async ({ page }) => {
      await signIn(page, locale, OFFICER, '/work/listings');
      await page.getByRole('link', { name: new RegExp(`^${word('listing.tab.PUBLISHED')}`) }).click();
      await expect(page).toHaveURL(/tab=PUBLISHED/);
      // The address decides whether it is checked, a moment after the click.
      await page.getByLabel(word('listing.filter.ufpl')).click();
      await expect(page.getByLabel(word('listing.filter.ufpl'))).toBeChecked();
      await page.getByRole('button', { name: word('listing.column.trl'), exact: true }).click();
      await expect(page).toHaveURL(/ufpl=1.*sort=trl/);
      // The tab counts what the filter leaves of everything, and the file holds the same.
      const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
      await expect(rows).not.toHaveCount(0);
      const tab = page.getByRole('link', { name: new RegExp(`^${word('listing.tab.PUBLISHED')}`) });
      await expect(tab).toContainText(String(await rows.count()));
      await page.getByRole('button', { name: word('listing.export') }).click();
      const file = page.locator('a[download][href*="useFirstPayLater=true"]');
      const lines = await (await page.request.get((await file.getAttribute('href')) ?? '')).text();
      expect(lines.match(/\r\n(?=")/g)?.length).toBe(await rows.count());
      await page.keyboard.press('Escape');
      await page.reload();
      await expect(page.getByRole('columnheader', { name: word('listing.column.trl') })).toHaveAttribute(
        'aria-sort',
        'descending',
      );
      await page.getByRole('button', { name: word('listing.views.save') }).click();
      await page.getByLabel(word('listing.views.name')).fill('UFPL');
      await page.keyboard.press('Enter');
      await page.goto('/work/listings');
      await page.getByRole('link', { name: 'UFPL', exact: true }).click();
      await expect(page).toHaveURL(/ufpl=1/);
      const boxes = page.getByRole('row').getByRole('checkbox');
      await boxes.nth(1).check();
      await expect(page.getByRole('region', { name: word('ui.bulk') })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await searchBox(page).fill('没有这样的成果');
      await expect(page.getByRole('heading', { name: word('listing.table.nothing') })).toBeVisible();
    });
  });
}
