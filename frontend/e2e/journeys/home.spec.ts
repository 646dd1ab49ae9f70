import type { BrowserContext, Locator, Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { expect, LOCALES, say, settled, signIn, speak, test } from '../fixtures';

const PASSWORD = 'lianqiao-demo-2026';

/** Lines to the server that this page opened. */
function lines(page: Page): string[] {
  const opened: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/graphql/stream') opened.push(request.url());
  });
  return opened;
}

const bell = (page: Page) => page.getByRole('banner').locator('a[href="/work/inbox"]');

const unread = async (page: Page) => Number(/\d+/.exec((await bell(page).getAttribute('aria-label')) ?? '')?.[0] ?? 0);

/** Asks in the name of whoever is signed in there. */
async function ask(context: BrowserContext, query: string, variables: object = {}) {
  const answer = await context.request.post('/graphql', {
    headers: { 'x-lianqiao-csrf': '1' },
    data: { query, variables },
  });
  const told = await answer.text();
  expect(told).toContain('"data":{');
  return JSON.parse(told) as { data: Record<string, never> };
}

/** The session ends by itself, as it does when nobody came for a month. */
async function loseSession(context: BrowserContext): Promise<void> {
  const names = (await context.cookies()).filter(({ name }) => !/lang|theme|size/.test(name));
  for (const { name } of names) await context.clearCookies({ name });
}

/** Presses something at the very moment at which the page has to notice that: before anything else does. */
const pressAfterwards = (box: Locator): Promise<void> =>
  box.evaluate((element: HTMLElement) => {
    localStorage.setItem('lianqiao.session-until', '1');
    element.click();
  });

interface World {
  viewer: { memberships: { organization: { id: string } }[] };
  searchListings: { nodes: { id: string }[] };
}

/** An enterprise asks the office for a license, and takes it back: two things that the office hears of. */
async function requestAndWithdraw(context: BrowserContext): Promise<() => Promise<void>> {
  const world = `{ viewer { memberships { organization { id } } } searchListings(query: "低功耗 模数转换器", first: 1) { nodes { id } } }`;
  const { viewer, searchListings } = (await ask(context, world)).data as unknown as World;
  const input = {
    listingId: searchListings.nodes[0]?.id,
    offerCode: 'UFPL-12',
    organizationId: viewer.memberships[0]?.organization.id,
    paymentMode: 'DEFERRED',
    purpose: 'Sensor nodes for bridges',
    idempotencyKey: randomUUID(),
  };
  const submit = `mutation ($input: LicenseRequestSubmitInput!) { licenseRequestSubmit(input: $input) { licenseRequest { id version } userErrors { code message } } }`;
  const answer = (await ask(context, submit, { input })).data as unknown as {
    licenseRequestSubmit: { licenseRequest: { id: string; version: number } };
  };
  const { id, version } = answer.licenseRequestSubmit.licenseRequest;
  const withdraw = `mutation ($input: LicenseRequestWithdrawInput!) { licenseRequestWithdraw(input: $input) { userErrors { code } } }`;
  return async () => void (await ask(context, withdraw, { input: { id, expectedVersion: version } }));
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.beforeEach(({ context }) => speak(context, locale));

    test('the workbench says what is next, with two questions at most', async ({ page, context }) => {
      await signIn(context, 'head.fudan');
      const asked: string[] = [];
      page.on('request', (request) => {
        if (new URL(request.url()).pathname === '/graphql') asked.push(request.postData() ?? '');
      });
      await page.goto('/work');
      await expect(page.getByRole('heading', { name: say(locale, 'workbench.next') })).toBeVisible();
      await expect(page.getByRole('heading', { name: say(locale, 'workbench.area.HOLDING') })).toBeVisible();
      await expect(bell(page)).toBeVisible();
      expect(asked.length).toBeLessThanOrEqual(2);
    });

    test('who is not signed in is led to the door, and comes back', async ({ page }) => {
      await page.goto('/work/inbox');
      await expect(page).toHaveURL(/\/login\?to=/);
    });

    test('E20 two tabs, one line: what happens is there at once, and what is read in one is read in the other', async ({
      page,
      context,
      browser,
    }) => {
      await signIn(context, 'head.fudan', true);
      const first = lines(page);
      await page.goto('/work');
      await expect(bell(page)).toBeVisible();
      await expect.poll(() => first.length).toBe(1);
      const second = await context.newPage();
      const other = lines(second);
      await second.goto('/work/inbox');
      await settled(second);
      await expect(bell(second)).toBeVisible();
      expect(await unread(second)).toBe(await unread(page));
      expect(other).toEqual([]);
      const before = await unread(page);
      const firm = await browser.newContext();
      await signIn(firm, 'member.yuxin');
      const takeBack = await requestAndWithdraw(firm);
      await expect.poll(() => unread(page), { timeout: 2000 }).toBe(before + 1);
      await expect.poll(() => unread(second), { timeout: 2000 }).toBe(before + 1);
      await expect(
        second.getByText(say(locale, 'enum.ViewerEventKind.LICENSE_REQUEST_SUBMITTED')).first(),
      ).toBeVisible();
      await expect(page.getByText(say(locale, 'workbench.action.answer')).first()).toBeVisible();
      await second.getByRole('main').getByRole('button').first().click();
      await expect.poll(() => unread(second)).toBe(0);
      await takeBack();
      await expect.poll(() => unread(second)).toBe(1);
      await firm.close();
      expect(other).toEqual([]);
      // The one that holds the line goes: the other takes over.
      await page.close();
      await expect.poll(() => other.length, { timeout: 10_000 }).toBe(1);
      await second.close();
    });

    test('seven tabs are no more lines than one, and all of them load', async ({ page, context }) => {
      await signIn(context, 'head.fudan', true);
      const opened: string[] = [];
      context.on('request', (request) => {
        if (new URL(request.url()).pathname === '/graphql/stream') opened.push(request.url());
      });
      await page.goto('/work');
      await expect(bell(page)).toBeVisible();
      await expect.poll(() => opened.length).toBe(1);
      for (let tab = 2; tab <= 7; tab += 1) {
        const other = await context.newPage();
        await other.goto('/work/inbox');
        await settled(other);
        await expect(bell(other)).toBeVisible();
      }
      expect(opened).toHaveLength(1);
    });

    test('E21 a session that ends in the middle costs nothing', async ({ page, context }) => {
      await signIn(context, 'owner.wuluda', true);
      await page.goto('/work/preferences');
      const box = page.getByRole('checkbox', { name: say(locale, 'enum.MailTopic.LISTINGS') });
      const was = await box.isChecked();
      await expect(bell(page)).toBeVisible();
      await loseSession(context);
      await pressAfterwards(box);
      const dialog = page.getByRole('dialog', { name: say(locale, 'desk.return.title') });
      const password = dialog.getByLabel(say(locale, 'account.password'), { exact: true });
      await password.fill('wrong password');
      await dialog.getByRole('button', { name: say(locale, 'desk.return.go') }).click();
      await expect(dialog.getByRole('alert')).toBeVisible();
      await password.fill(PASSWORD);
      await dialog.getByRole('button', { name: say(locale, 'desk.return.go') }).click();
      await expect(dialog).toBeHidden();
      // What was asked meanwhile was done.
      await expect(box).toBeChecked({ checked: !was });
    });

    test('E21 who signs in again in one tab goes on in the other', async ({ page, context }) => {
      await signIn(context, 'owner.lvfengting', true);
      await page.goto('/work/preferences');
      const box = page.getByRole('checkbox', { name: say(locale, 'enum.MailTopic.LISTINGS') });
      const was = await box.isChecked();
      await expect(bell(page)).toBeVisible();
      await loseSession(context);
      await pressAfterwards(box);
      const dialog = page.getByRole('dialog', { name: say(locale, 'desk.return.title') });
      const opening = context.waitForEvent('page');
      await dialog.getByRole('link', { name: say(locale, 'desk.return.elsewhere') }).click();
      const other = await opening;
      await other
        .getByLabel(say(locale, 'account.email'), { exact: true })
        .fill('owner.lvfengting@demo.lianqiao.example');
      await other.getByLabel(say(locale, 'account.password'), { exact: true }).fill(PASSWORD);
      await other.keyboard.press('Enter');
      await expect(other).not.toHaveURL(/login/);
      await expect(dialog).toBeHidden();
      await expect(box).toBeChecked({ checked: !was });
      await other.close();
    });

    test('E20 where tabs cannot share a line, they ask every minute', async ({ page, context, browser }) => {
      await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
      await page.clock.install();
      await signIn(context, 'head.fudan', true);
      const opened = lines(page);
      await page.goto('/work/inbox');
      await settled(page);
      const before = await unread(page);
      const firm = await browser.newContext();
      await signIn(firm, 'member.lvfengting');
      const takeBack = await requestAndWithdraw(firm);
      // What happened is told to the office a moment later; then it is there with the next question.
      const minute = async () => {
        await page.clock.fastForward(61_000);
        return unread(page);
      };
      await expect.poll(minute, { intervals: [1000] }).toBe(before + 1);
      expect(opened).toEqual([]);
      await takeBack();
      await firm.close();
    });

    test('EK5 the palette by keyboard alone', async ({ page, context }) => {
      await signIn(context, 'owner.yuxin');
      await page.goto('/work/preferences');
      const opener = page.getByRole('button', { name: say(locale, 'palette.title') });
      await opener.focus();
      await page.keyboard.press('Control+k');
      const line = page.getByRole('combobox', { name: say(locale, 'palette.title') });
      await expect(line).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(line).toBeHidden();
      await expect(opener).toBeFocused();
      await page.keyboard.press('Control+k');
      await line.fill(say(locale, 'work.nav.inbox'));
      await expect(page.getByRole('option').first()).toHaveText(say(locale, 'work.nav.inbox'));
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/\/work\/inbox$/);
      // What is typed is looked for among achievements too.
      await page.keyboard.press('Control+k');
      await line.fill('模数转换器');
      const found = page.getByRole('option', { name: /模数转换器/ });
      await expect(found.first()).toBeVisible();
      await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(1);
      // Nothing is called that: there is only the way to the search.
      await line.fill('qqqqxyzzy');
      await expect(page.getByRole('option')).toHaveCount(1);
      await page.keyboard.press('Escape');
      await expect(line).toBeHidden();
      // Letters do something, until they are switched off.
      await page.keyboard.press('?');
      const help = page.getByRole('dialog', { name: say(locale, 'palette.help') });
      await help.getByRole('checkbox').click();
      await page.keyboard.press('Escape');
      await expect(help).toBeHidden();
      await page.keyboard.press('?');
      await page.keyboard.press('Control+k');
      await expect(line).toBeFocused();
      await expect(help).toBeHidden();
    });

    test.describe('without a network', () => {
      // The line tries again, and the browser says itself that it cannot.
      test.use({ allowErrors: /ERR_INTERNET_DISCONNECTED/ });

      test('no network is said, and taken back', async ({ page, context }) => {
        await signIn(context, 'owner.yuxin');
        await page.goto('/work');
        await expect(bell(page)).toBeVisible();
        await context.setOffline(true);
        await expect(page.getByText(say(locale, 'desk.line.offline'))).toBeVisible();
        await context.setOffline(false);
        await expect(page.getByText(say(locale, 'desk.line.offline'))).toBeHidden();
      });
    });

    test('E25 another language keeps the page, its address and the focus', async ({ page, context }) => {
      await signIn(context, 'owner.yuxin');
      for (const path of ['/work', '/work/inbox', '/work/preferences']) {
        await page.goto(path);
        await settled(page);
        const other = locale === 'en' ? 'zh-CN' : 'en';
        const change = page.getByRole('button', { name: say(locale, other === 'en' ? 'language.en' : 'language.zh') });
        await change.click();
        await expect(page.locator('html')).toHaveAttribute('lang', other);
        await expect(page).toHaveURL(new RegExp(`${path}$`));
        await expect(page.locator('header button:focus')).toHaveCount(1);
        await page.locator('header button:focus').click();
        await expect(page.locator('html')).toHaveAttribute('lang', locale);
      }
    });

    test('on a phone the navigation is a drawer, and gives the focus back', async ({ page, context }) => {
      await signIn(context, 'owner.yuxin');
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto('/work');
      const opener = page.getByRole('main').getByRole('button', { name: new RegExp(say(locale, 'work.nav.open')) });
      await opener.click();
      const drawer = page.getByRole('dialog', { name: say(locale, 'work.nav') });
      await expect(drawer).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(opener).toBeFocused();
      await opener.click();
      await drawer.getByRole('link', { name: say(locale, 'work.nav.inbox') }).click();
      await expect(page).toHaveURL(/\/work\/inbox$/);
      await expect(drawer).toBeHidden();
    });
  });
}
